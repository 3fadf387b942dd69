package dev.breakwater.wire.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** OpenAI's older completions, which every provider answers as a chat. */
class CompletionsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"\"Say hi\"", "[\"Say hi\"]"})
  void aPromptBecomesAUsersTurn(String prompt) throws Exception {
    Ask ask =
        ask(
            "\"model\":\"x\",\"prompt\":"
                + prompt
                + ",\"stop\":\"END\",\"user\":\"u\",\"best_of\":1");
    assertThat(ask.model()).isEqualTo("x");
    assertThat(ask.user()).isEqualTo("u");
    Outgoing sent = bridge(Protocol.OPENAI).request(ask, "m");
    assertThat(new String(sent.body(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Say hi\"}],"
                + "\"max_tokens\":16,\"stop\":[\"END\"],\"user\":\"u\"}");
    assertThat(sent.dropped()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prompt|\"prompt\":[\"a\",\"b\"]|one text",
        "prompt|\"prompt\":[1,2]|no tokens",
        "prompt|\"prompt\":[[1,2]]|no tokens",
        "prompt|\"prompt\":[]|no tokens",
        "prompt|\"prompt\":5|a string",
        "echo|\"prompt\":\"a\",\"echo\":true|repeat the prompt",
        "suffix|\"prompt\":\"a\",\"suffix\":\"b\"|fill a gap",
        "logprobs|\"prompt\":\"a\",\"logprobs\":0|probabilities",
        "best_of|\"prompt\":\"a\",\"best_of\":3,\"n\":2|rank",
      })
  void whatAChatCannotDoIsRefusedWithItsReason(String field, String body, String reason) {
    MalformedBody malformed =
        catchThrowableOfType(MalformedBody.class, () -> ask(body).conversation());
    assertThat(malformed.field()).isEqualTo(field);
    assertThat(malformed).hasMessageContaining(reason);
  }

  @Test
  void aRequestWithoutAPromptIsRefusedAtOnce() {
    assertThat(catchThrowableOfType(MalformedBody.class, () -> ask("\"model\":\"x\"")).field())
        .isEqualTo("prompt");
  }

  @ParameterizedTest
  @MethodSource("dev.breakwater.wire.bridge.Golden#both")
  void anAnswerIsATextCompletion(Protocol provider) throws Exception {
    WholeAnswer answer =
        bridge(provider)
            .whole(
                ask("\"model\":\"model-1\",\"prompt\":\"a\""),
                Golden.json("reply-length", provider));
    String id =
        switch (provider) {
          case ANTHROPIC -> "msg_answer-1";
          case BEDROCK -> "converse-[0-9a-f]+";
          default -> "answer-1";
        };
    assertThat(new String(answer.body(), StandardCharsets.UTF_8).replaceFirst(id, "answer-1"))
        .isEqualTo(
            "{\"id\":\"answer-1\",\"object\":\"text_completion\",\"created\":1700000000,"
                + "\"model\":\"model-1\",\"choices\":[{\"text\":\"Hé 🙂\",\"index\":0,"
                + "\"logprobs\":null,\"finish_reason\":\"length\"}],\"usage\":{\"prompt_tokens\":9,"
                + "\"completion_tokens\":4,\"total_tokens\":13,\"prompt_tokens_details\":"
                + "{\"cached_tokens\":3},\"completion_tokens_details\":{\"reasoning_tokens\":0}}}");
  }

  @Test
  void aStreamIsMadeOfTextCompletions() throws Exception {
    AnswerStream stream =
        bridge(Protocol.OPENAI).stream(
            ask("\"prompt\":\"a\",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));
    ByteSink end = new ByteSink();
    String sent = Streams.feed(stream, Golden.stream("stream-text", Protocol.OPENAI), null);
    stream.end(end);
    assertThat(sent)
        .startsWith(
            "data: {\"id\":\"answer-1\",\"object\":\"text_completion\",\"created\":1700000000,"
                + "\"model\":\"model-1\",\"choices\":[{\"text\":\"Hé \",\"index\":0,"
                + "\"logprobs\":null,\"finish_reason\":null}],\"usage\":null}\n\n")
        .contains("\"text\":\"\",\"index\":0,\"logprobs\":null,\"finish_reason\":\"length\"");
    assertThat(end.toString())
        .contains("\"choices\":[],\"usage\":{\"prompt_tokens\":9")
        .endsWith("\n\ndata: [DONE]\n\n");
    ByteSink failed = new ByteSink();
    stream.fail(Problem.of(Problem.Kind.UPSTREAM, 502, "cut"), failed);
    assertThat(failed.toString()).startsWith("data: {\"error\":{\"message\":\"cut\"");
  }

  private static Bridge bridge(Protocol provider) {
    return Golden.BRIDGES.between(Protocol.COMPLETIONS, provider);
  }

  private static Ask ask(String members) throws MalformedBody {
    return Asks.openAiCompletions(("{" + members + "}").getBytes(StandardCharsets.UTF_8));
  }
}
