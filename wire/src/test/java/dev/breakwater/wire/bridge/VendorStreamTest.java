package dev.breakwater.wire.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams as the vendors send them, with all that is not needed in them. */
class VendorStreamTest {
  private static final String ANTHROPIC =
      """
      event: message_start
      data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","content":[],"model":"claude","stop_reason":null,"usage":{"input_tokens":10,"cache_creation_input_tokens":5,"cache_read_input_tokens":20,"output_tokens":1}}}

      event: ping
      data: {"type": "ping"}

      : a comment

      event: content_block_start
      data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}}

      event: content_block_delta
      data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm"}}

      event: content_block_delta
      data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"xyz"}}

      event: a_later_version
      data: {"type":"a_later_version","delta":5}

      event: content_block_delta
      data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Hello"}}

      event: message_delta
      data: {"type":"message_delta","delta":{"stop_reason":"stop_sequence","stop_sequence":"END"},"usage":{"output_tokens":15}}

      """;
  private static final String STOP = "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
  private static final String RESPONSES =
      """
      event: response.created
      data: {"response":{"id":"resp_1","object":"response","model":"gpt","status":"in_progress","output":[],"usage":null},"type":"response.created","sequence_number":0}

      event: keepalive
      data: {"type":"keepalive","sequence_number":1}

      event: response.a_later_version
      data: {"type":"response.a_later_version","delta":5}

      event: response.output_text.delta
      data: {"type":"response.output_text.delta","item_id":"msg_1","output_index":0,"content_index":0,"delta":"Hello","logprobs":[],"obfuscation":"xyz"}

      event: response.completed
      data: {"type":"response.completed","sequence_number":4,"response":{"id":"resp_1","object":"response","model":"gpt","status":"completed","error":null,"output":[{"id":"msg_1","type":"message","role":"assistant","status":"completed","content":[{"type":"output_text","text":"Hello","annotations":[]}]}],"usage":{"input_tokens":8,"output_tokens":3,"output_tokens_details":{"reasoning_tokens":1},"total_tokens":11}}}

      """;
  private static final String GEMINI =
      """
      data: {"candidates":[{"content":{"parts":[{"text":"Hm","thought":true}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":8}}

      data: {"candidates":[{"content":{"parts":[{"text":"Hello"}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":8,"candidatesTokenCount":3,"thoughtsTokenCount":4,"cachedContentTokenCount":2,"totalTokenCount":15},"modelVersion":"gemini","responseId":"r"}

      """;

  @Test
  void anthropicsEventsPassUntouchedAndAreUnderstood() throws MalformedBody {
    AnswerStream stream = stream(Protocol.ANTHROPIC, Protocol.ANTHROPIC);
    int thinking = ANTHROPIC.indexOf("event: a_later_version");
    assertThat(Streams.feed(stream, ANTHROPIC.substring(0, thinking)))
        .isEqualTo(ANTHROPIC.substring(0, thinking));
    assertThat(stream.hasContent()).isFalse();
    assertThat(stream.hasThinking()).isTrue();
    assertThat(Streams.feed(stream, ANTHROPIC.substring(thinking)))
        .isEqualTo(ANTHROPIC.substring(thinking));
    assertThat(stream.hasContent()).isTrue();
    assertThat(stream.isFinished()).isTrue();
    assertThat(stream.isEnded()).isFalse();
    assertThat(stream.tokens()).isEqualTo(new Tokens(35, 15, 20, 5, 0, true));
    ByteSink out = new ByteSink();
    stream.end(out);
    assertThat(out.toString()).isEqualTo(STOP);
    assertThat(Streams.feed(stream, STOP + ANTHROPIC)).isEqualTo(STOP);
    assertThat(stream.isEnded()).isTrue();
    out.clear();
    stream.end(out);
    assertThat(out.isEmpty()).isTrue();
  }

  @Test
  void geminisChunksPassUntouchedAndAreUnderstood() throws MalformedBody {
    String text = GEMINI.replace("\n", "\r\n");
    AnswerStream stream = stream(Protocol.GEMINI, Protocol.GEMINI);
    int second = text.indexOf("data: ", 1);
    Streams.feed(stream, text.substring(0, second));
    assertThat(stream.hasContent()).isFalse();
    assertThat(stream.hasThinking()).isTrue();
    assertThat(stream.isFinished()).isFalse();
    assertThat(Streams.feed(stream, text.substring(second))).isEqualTo(text.substring(second));
    assertThat(stream.isFinished()).isTrue();
    assertThat(stream.tokens()).isEqualTo(new Tokens(8, 7, 2, 0, 4, true));
    ByteSink out = new ByteSink();
    stream.end(out);
    assertThat(out.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("dev.breakwater.wire.bridge.Golden#clients")
  void anyCutAndAnyLineEndGivesEveryClientTheSame(Protocol client) throws MalformedBody {
    String openAi =
        "\ufeff: OPENROUTER PROCESSING\n\n"
            + "data: {\"id\":\"x\",\"model\":\"m\",\"choices\":[],\"prompt_filter_results\":[]}\n\n"
            + "data: {\"id\":\"x\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"A\"}}]}\n\n"
            + "data: {\"id\":\"x\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}\n\n";
    for (Protocol provider : Golden.both()) {
      String sent =
          switch (provider) {
            case OPENAI, COMPLETIONS -> openAi;
            case RESPONSES -> RESPONSES;
            case ANTHROPIC -> ANTHROPIC + STOP;
            case GEMINI -> GEMINI;
            default -> throw new AssertionError("no stream of " + provider);
          };
      for (String lineEnd : new String[] {"\n", "\r\n", "\r"}) {
        byte[] bytes = sent.replace("\n", lineEnd).getBytes(StandardCharsets.UTF_8);
        AnswerStream whole = stream(client, provider);
        String expected = Streams.feed(whole, bytes, null);
        assertThat(whole.isFinished()).as("%s to %s", provider, client).isTrue();
        assertThat(expected).contains(provider == Protocol.OPENAI ? "\"A\"" : "\"Hello\"");
        for (long seed = 0; seed < 40; seed++) {
          AnswerStream cut = stream(client, provider);
          assertThat(Streams.feed(cut, bytes, new Random(seed)))
              .as("seed %d", seed)
              .isEqualTo(expected);
          assertThat(Streams.seen(cut)).isEqualTo(Streams.seen(whole));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ANTHROPIC|{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}|OVERLOADED|503",
        "GEMINI|{\"error\":{\"code\":503,\"message\":\"Overloaded\",\"status\":\"UNAVAILABLE\"}}|OVERLOADED|503",
        "OPENAI|{\"error\":{\"code\":502,\"message\":\"Overloaded\"},\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"error\"}]}|UPSTREAM|502",
        "OPENAI|{\"object\":\"error\",\"message\":\"Overloaded\",\"code\":429}|RATE_LIMITED|429",
        "OPENAI|{\"error\":\"Overloaded\"}|UPSTREAM|502",
        "RESPONSES|{\"type\":\"error\",\"sequence_number\":3,\"code\":\"rate_limit_exceeded\",\"message\":\"Overloaded\",\"param\":null}|RATE_LIMITED|429",
        "RESPONSES|{\"type\":\"error\",\"error\":{\"type\":\"server_error\",\"code\":\"server_error\",\"message\":\"Overloaded\"}}|UPSTREAM|502",
        "RESPONSES|{\"type\":\"response.failed\",\"response\":{\"status\":\"failed\",\"error\":{\"code\":\"server_error\",\"message\":\"Overloaded\"}}}|UPSTREAM|502",
      })
  void anErrorInsideAStreamIsReportedToEveryClient(
      Protocol provider, String data, Problem.Kind kind, int status) throws MalformedBody {
    for (Protocol client : Golden.clients()) {
      AnswerStream stream = stream(client, provider);
      assertThat(Streams.feed(stream, "data: " + data + "\n\n")).isEmpty();
      Problem problem = Objects.requireNonNull(stream.problem());
      assertThat(problem.kind()).isEqualTo(kind);
      assertThat(problem.status()).isEqualTo(status);
      assertThat(problem.message()).isEqualTo("Overloaded");
      assertThat(stream.isFinished()).isFalse();
    }
  }

  @Test
  void aBlockedPromptIsACompleteAnswerWithoutContent() throws MalformedBody {
    String body = "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"},\"usageMetadata\":{}}";
    WholeAnswer answer =
        Golden.BRIDGES
            .between(Protocol.OPENAI, Protocol.GEMINI)
            .whole(Golden.ask(Protocol.OPENAI), body.getBytes(StandardCharsets.UTF_8));
    assertThat(new String(answer.body(), StandardCharsets.UTF_8))
        .contains("\"finish_reason\":\"content_filter\"");
  }

  private static AnswerStream stream(Protocol client, Protocol provider) throws MalformedBody {
    return Golden.BRIDGES.between(client, provider).stream(Golden.ask(client));
  }
}
