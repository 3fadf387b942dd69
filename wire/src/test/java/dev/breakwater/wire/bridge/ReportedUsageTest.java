package dev.breakwater.wire.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.wire.conversation.FinerTokens;
import dev.breakwater.wire.conversation.FinerTokens.Service;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The counts that providers report: what is read of them, and what is not believed. */
class ReportedUsageTest {
  private static final Bridges BRIDGES = new Bridges(() -> 0);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          OPENAI    | "prompt_tokens":-9,"completion_tokens":4
          OPENAI    | "prompt_tokens":9,"completion_tokens":-4
          OPENAI    | "prompt_tokens":9,"completion_tokens":4.5
          OPENAI    | "prompt_tokens":9,"completion_tokens":1e3
          OPENAI    | "prompt_tokens":"9","completion_tokens":4
          OPENAI    | "prompt_tokens":1000000000000,"completion_tokens":4
          OPENAI    | "prompt_tokens":99999999999999999999,"completion_tokens":4
          OPENAI    | "prompt_tokens":9,"completion_tokens":4,"prompt_tokens_details":{"cached_tokens":10}
          OPENAI    | "prompt_tokens":9,"completion_tokens":4,"prompt_tokens_details":{"cached_tokens":-1}
          OPENAI    | "prompt_tokens":9,"completion_tokens":4,"prompt_tokens_details":{"audio_tokens":-1}
          OPENAI    | "prompt_tokens":9,"completion_tokens":4,"completion_tokens_details":{"reasoning_tokens":5}
          OPENAI    | "prompt_tokens":9,"completion_tokens":4,"prompt_cache_hit_tokens":10
          RESPONSES | "input_tokens":-9,"output_tokens":4
          RESPONSES | "input_tokens":9,"output_tokens":4000000000
          RESPONSES | "input_tokens":9,"output_tokens":4,"input_tokens_details":{"cached_tokens":10}
          RESPONSES | "input_tokens":9,"output_tokens":4,"output_tokens_details":{"reasoning_tokens":5}
          ANTHROPIC | "input_tokens":-9,"output_tokens":4
          ANTHROPIC | "input_tokens":9,"output_tokens":4000000000
          ANTHROPIC | "input_tokens":9,"output_tokens":4,"cache_read_input_tokens":-1
          ANTHROPIC | "input_tokens":9,"output_tokens":4,"cache_creation_input_tokens":2000000000
          ANTHROPIC | "input_tokens":9,"output_tokens":4,"output_tokens_details":{"thinking_tokens":5}
          ANTHROPIC | "input_tokens":9,"output_tokens":4,"cache_creation":{"ephemeral_1h_input_tokens":-5}
          GEMINI    | "promptTokenCount":-9,"candidatesTokenCount":4
          GEMINI    | "promptTokenCount":9,"candidatesTokenCount":4000000000
          GEMINI    | "promptTokenCount":9,"candidatesTokenCount":4,"cachedContentTokenCount":10
          GEMINI    | "promptTokenCount":9,"candidatesTokenCount":4,"thoughtsTokenCount":-1
          GEMINI    | "promptTokenCount":9,"candidatesTokenCount":4,"promptTokensDetails":[{"modality":"AUDIO","tokenCount":-3}]
          GEMINI    | "promptTokenCount":9,"candidatesTokenCount":4,"cacheTokensDetails":[{"modality":"AUDIO","tokenCount":-3}]
          BEDROCK   | "inputTokens":-9,"outputTokens":4
          BEDROCK   | "inputTokens":9,"outputTokens":4000000000
          BEDROCK   | "inputTokens":9,"outputTokens":4,"cacheReadInputTokens":-1
          """)
  void countsThatCannotBeAreAbsurdAndNotBilled(Protocol provider, String usage)
      throws MalformedBody {
    for (Protocol client : new Protocol[] {Protocol.OPENAI, Protocol.ANTHROPIC, Protocol.GEMINI}) {
      WholeAnswer answer = answer(client, provider, usage);
      assertThat(answer.tokens()).as("%s to %s", provider, client).isNull();
      assertThat(answer.absurdUsage()).as("%s to %s", provider, client).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"OPENAI", "RESPONSES", "ANTHROPIC", "GEMINI", "BEDROCK"})
  void countsThatAreLeftOutAreNotAbsurd(Protocol provider) throws MalformedBody {
    for (Protocol client : new Protocol[] {Protocol.OPENAI, Protocol.ANTHROPIC}) {
      WholeAnswer answer = answer(client, provider, null);
      assertThat(answer.tokens()).isNull();
      assertThat(answer.absurdUsage()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({"OPENAI", "ANTHROPIC"})
  void soundInTheCountsOfOpenAiIsToldApart(Protocol client) throws MalformedBody {
    String usage =
        """
        "prompt_tokens":90,"completion_tokens":40,
        "prompt_tokens_details":{"cached_tokens":20,"audio_tokens":30},
        "completion_tokens_details":{"reasoning_tokens":5,"audio_tokens":25}\
        """;
    assertThat(answer(client, Protocol.OPENAI, usage).tokens())
        .isEqualTo(
            new Tokens(90, 40, 20, 0, 5, new FinerTokens(0, 30, 25, 0, Service.STANDARD), true));
  }

  @ParameterizedTest
  @CsvSource({"OPENAI", "ANTHROPIC"})
  void writesToAnthropicsCacheForAnHourAreToldApart(Protocol client) throws MalformedBody {
    String usage =
        """
        "input_tokens":10,"output_tokens":4,"cache_creation_input_tokens":30,
        "cache_creation":{"ephemeral_5m_input_tokens":12,"ephemeral_1h_input_tokens":18}\
        """;
    assertThat(answer(client, Protocol.ANTHROPIC, usage).tokens())
        .isEqualTo(
            new Tokens(40, 4, 0, 30, 0, new FinerTokens(18, 0, 0, 0, Service.STANDARD), true));
  }

  @ParameterizedTest
  @CsvSource({"OPENAI", "GEMINI"})
  void soundAndPicturesInTheCountsOfGeminiAreToldApart(Protocol client) throws MalformedBody {
    String usage =
        """
        "promptTokenCount":100,"candidatesTokenCount":1300,"cachedContentTokenCount":30,
        "promptTokensDetails":[{"modality":"TEXT","tokenCount":40},{"modality":"AUDIO","tokenCount":60}],
        "cacheTokensDetails":[{"modality":"AUDIO","tokenCount":30}],
        "candidatesTokensDetails":[{"modality":"IMAGE","tokenCount":1290}]\
        """;
    assertThat(answer(client, Protocol.GEMINI, usage).tokens())
        .isEqualTo(
            new Tokens(
                100, 1300, 30, 0, 0, new FinerTokens(0, 30, 0, 1290, Service.STANDARD), true));
  }

  @Test
  void thoughtsThatAVendorLeavesOutOfTheAnswersTokensAreAddedToThem() throws MalformedBody {
    String usage =
        """
        "prompt_tokens":32,"completion_tokens":9,"total_tokens":241,
        "completion_tokens_details":{"reasoning_tokens":200}\
        """;
    assertThat(answer(Protocol.OPENAI, Protocol.OPENAI, usage).tokens())
        .isEqualTo(new Tokens(32, 209, 0, 0, 200, true));
  }

  @Test
  void theServiceThatOpenAiReportsStandsBesideItsCounts() throws MalformedBody {
    byte[] body =
        body(Protocol.OPENAI, "\"prompt_tokens\":9,\"completion_tokens\":4")
            .replace("\"choices\"", "\"service_tier\":\"flex\",\"choices\"")
            .getBytes(StandardCharsets.UTF_8);
    WholeAnswer answer =
        BRIDGES.between(ask(Protocol.OPENAI), Protocol.OPENAI).whole(ask(Protocol.OPENAI), body);
    assertThat(answer.tokens())
        .isEqualTo(new Tokens(9, 4, 0, 0, 0, new FinerTokens(0, 0, 0, 0, Service.FLEX), true));
  }

  @Test
  void aStreamWhoseLastCountsAreAbsurdHasNone() throws MalformedBody {
    AnswerStream stream =
        BRIDGES.between(ask(Protocol.OPENAI), Protocol.OPENAI).stream(ask(Protocol.OPENAI));
    byte[] events =
        """
        data: {"choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":"stop"}]}

        data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":-4}}

        data: [DONE]

        """
            .getBytes(StandardCharsets.UTF_8);
    stream.feed(events, 0, events.length, new ByteSink(100));
    assertThat(stream.isFinished()).isTrue();
    assertThat(stream.tokens()).isNull();
    assertThat(stream.hasAbsurdUsage()).isTrue();
  }

  private static WholeAnswer answer(Protocol client, Protocol provider, @Nullable String usage)
      throws MalformedBody {
    Ask ask = ask(client);
    Bridge bridge = BRIDGES.between(ask, provider);
    return bridge.whole(ask, body(provider, usage).getBytes(StandardCharsets.UTF_8));
  }

  private static Ask ask(Protocol client) throws MalformedBody {
    byte[] body =
        (client == Protocol.GEMINI
                ? "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]}"
                : "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}")
            .getBytes(StandardCharsets.UTF_8);
    return switch (client) {
      case ANTHROPIC -> Asks.anthropicMessages(body);
      case GEMINI -> Asks.gemini(body, "m", false);
      case OPENAI, RESPONSES, COMPLETIONS, BEDROCK, GENERATE -> Asks.openAiChat(body);
    };
  }

  private static String body(Protocol provider, @Nullable String usage) {
    return switch (provider) {
      case ANTHROPIC ->
          """
          {"id":"a","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"Hi"}],
           "stop_reason":"end_turn","stop_sequence":null%s}\
          """
              .formatted(usage == null ? "" : ",\"usage\":{" + usage + "}");
      case GEMINI ->
          """
          {"candidates":[{"index":0,"content":{"role":"model","parts":[{"text":"Hi"}]},"finishReason":"STOP"}]%s}\
          """
              .formatted(usage == null ? "" : ",\"usageMetadata\":{" + usage + "}");
      case BEDROCK ->
          """
          {"output":{"message":{"role":"assistant","content":[{"text":"Hi"}]}},"stopReason":"end_turn"%s}\
          """
              .formatted(usage == null ? "" : ",\"usage\":{" + usage + "}");
      case RESPONSES ->
          """
          {"id":"r","object":"response","status":"completed","model":"m","output":[{"type":"message","id":"i",
           "role":"assistant","status":"completed","content":[{"type":"output_text","text":"Hi","annotations":[]}]}]%s}\
          """
              .formatted(usage == null ? "" : ",\"usage\":{" + usage + "}");
      case OPENAI, COMPLETIONS, GENERATE ->
          """
          {"id":"o","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,
           "message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}]%s}\
          """
              .formatted(usage == null ? "" : ",\"usage\":{" + usage + "}");
    };
  }
}
