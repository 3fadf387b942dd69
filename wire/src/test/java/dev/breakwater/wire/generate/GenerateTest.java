package dev.breakwater.wire.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.wire.bridge.Ask;
import dev.breakwater.wire.bridge.Asks;
import dev.breakwater.wire.conversation.AnswerEvent;
import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.conversation.OutputFormat;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Reasoning;
import dev.breakwater.wire.conversation.Reply;
import dev.breakwater.wire.conversation.Role;
import dev.breakwater.wire.conversation.Toolbox;
import dev.breakwater.wire.conversation.Turn;
import dev.breakwater.wire.format.Asked;
import dev.breakwater.wire.format.EventWriter;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenerateTest {
  private final GenerateFormat format = new GenerateFormat();

  @Test
  void aPromptAndItsWishesAreRead() throws MalformedBody {
    Ask ask =
        Asks.generate(
            bytes(
                """
                {"prompt":"Hi","model":"auto","system":"S","stream":true,"maxTokens":9,
                "stop":"END","user":"u","effort":"low","schema":{"title":"T","type":"object"},
                "tools":[{"name":"f","description":"D","parameters":{"type":"object"}}],
                "toolChoice":{"name":"f"},"topK":3,"seed":7}\
                """));
    assertThat(ask.model()).isEqualTo("auto");
    assertThat(ask.stream()).isTrue();
    assertThat(ask.maxTokens()).isEqualTo(9);
    assertThat(ask.user()).isEqualTo("u");
    assertThat(ask.wantsReasoning()).isTrue();
    Conversation asked = ask.conversation();
    assertThat(asked.turns()).containsExactly(Turn.text(Role.USER, "Hi"));
    assertThat(asked.systemTexts()).containsExactly("S");
    assertThat(asked.generation().stop()).containsExactly("END");
    assertThat(asked.reasoning())
        .isEqualTo(new Reasoning(new Reasoning.Amount.AtEffort(Reasoning.Effort.LOW), true));
    assertThat(asked.toolbox().choice()).isEqualTo(new Toolbox.Choice.Named("f"));
    assertThat(asked.output())
        .isInstanceOfSatisfying(
            OutputFormat.JsonSchema.class, schema -> assertThat(schema.name()).isEqualTo("T"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"prompt\":\"a\",\"max_tokens\":1}|max_tokens|maxTokens",
        "{\"prompt\":\"a\",\"temprature\":1}|temprature|temperature",
        "{\"messages\":[{\"role\":\"user\",\"contents\":\"a\"}]}|messages[0].contents|content",
        "{\"messages\":[{\"role\":\"user\",\"content\":[{\"typ\":\"text\"}]}]}|messages[0].content[0].typ|type",
        "{\"prompt\":\"a\",\"tools\":[{\"nam\":\"f\"}]}|tools[0].nam|name",
      })
  void anUnknownFieldIsRefusedWithTheNearestKnownOne(String body, String field, String nearest) {
    MalformedBody malformed =
        catchThrowableOfType(MalformedBody.class, () -> Asks.generate(bytes(body)));
    assertThat(malformed.field()).isEqualTo(field);
    assertThat(malformed).hasMessageContaining("the nearest is '" + nearest + "'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|prompt",
        "{\"prompt\":null}|prompt",
        "{\"prompt\":\"a\",\"messages\":[]}|prompt",
        "{\"messages\":[]}|messages",
        "{\"prompt\":5}|prompt",
        "{\"prompt\":\"a\",\"stream\":1}|stream",
        "{\"prompt\":\"a\",\"maxTokens\":0}|maxTokens",
        "{\"prompt\":\"a\",\"effort\":\"some\"}|effort",
        "{\"prompt\":\"a\",\"toolChoice\":\"f\"}|toolChoice",
        "{\"messages\":[{\"role\":\"robot\",\"content\":\"a\"}]}|messages[0].role",
        "{\"messages\":[{\"role\":\"user\"}]}|messages[0].content",
        "{\"messages\":[{\"role\":\"tool\",\"content\":\"a\"}]}|messages[0].toolCallId",
        "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image\"}]}]}|messages[0].content[0].url",
      })
  void whatIsWrongIsNamed(String body, String field) {
    MalformedBody malformed =
        catchThrowableOfType(MalformedBody.class, () -> Asks.generate(bytes(body)));
    assertThat(malformed.field()).isEqualTo(field);
  }

  @Test
  void theGatewayFillsInWhatItAloneKnows() throws MalformedBody {
    Conversation asked = Asks.generate(bytes("{\"prompt\":\"a\",\"json\":true}")).conversation();
    byte[] answer = format.writeReply(reply("{\"provider\":null}"), Asked.of(asked));
    assertThat(text(GenerateAnswer.complete(answer, "up\"1", 1_230_000_000L, "r-1")))
        .isEqualTo(
            "{\"provider\":\"up\\\"1\",\"cost\":1.23,\"requestId\":\"r-1\","
                + "\"text\":\"{\\\"provider\\\":null}\",\"model\":\"m\",\"usage\":null,"
                + "\"finishReason\":\"stop\",\"json\":{\"provider\":null}}");
    assertThat(text(GenerateAnswer.complete(answer, "up", null, "r-1")))
        .startsWith("{\"provider\":\"up\",\"cost\":null,\"requestId\":\"r-1\",");
    assertThat(text(GenerateAnswer.complete(answer, "up", 40L, "r-1")))
        .contains("\"cost\":0.00000004,");
    byte[] other = bytes("{\"status\":502}");
    assertThat(GenerateAnswer.complete(other, "up", 1L, "r")).isSameAs(other);
  }

  @Test
  void textThatIsNoJsonHasNoJsonBesideIt() throws MalformedBody {
    Conversation asked = Asks.generate(bytes("{\"prompt\":\"a\",\"json\":true}")).conversation();
    assertThat(text(format.writeReply(reply("{\"a\":"), Asked.of(asked))))
        .doesNotContain("\"json\"");
    assertThat(text(format.writeReply(reply("[1]"), Asked.of(asked)))).contains("\"json\":[1]");
  }

  @Test
  void aStreamEndsWithTheWholeAnswerOrAnError() {
    EventWriter writer = format.eventWriter(Asked.of(null));
    ByteSink out = new ByteSink();
    writer.write(new AnswerEvent.Started("id", "m"), out);
    writer.write(new AnswerEvent.TextDelta(0, "A\n"), out);
    writer.write(new AnswerEvent.TextDelta(0, "B"), out);
    writer.write(new AnswerEvent.Finished(0, FinishReason.LENGTH, null), out);
    assertThat(text(out.take()))
        .isEqualTo("data: {\"text\":\"A\\n\"}\n\ndata: {\"text\":\"B\"}\n\n");
    writer.end(out);
    assertThat(text(GenerateAnswer.complete(out.take(), "up", null, "r")))
        .isEqualTo(
            "data: {\"provider\":\"up\",\"cost\":null,\"requestId\":\"r\",\"text\":\"A\\nB\","
                + "\"model\":\"m\",\"usage\":null,\"finishReason\":\"length\",\"done\":true}\n\n");
    Problem problem = Problem.of(Problem.Kind.TIMEOUT, 504, "Late").at("prompt");
    writer.write(new AnswerEvent.Failed(problem), out);
    assertThat(text(out.take()))
        .isEqualTo("event: error\ndata: " + text(format.writeProblem(problem)) + "\n\n");
    assertThat(text(format.writeProblem(problem)))
        .isEqualTo(
            "{\"type\":\"about:blank\",\"title\":\"Timeout\",\"status\":504,\"detail\":\"Late\","
                + "\"field\":\"prompt\",\"errors\":[{\"field\":\"prompt\",\"message\":\"Late\"}]}");
  }

  private static Reply reply(String text) {
    return new Reply(
        "id",
        "m",
        List.of(new Reply.Choice(List.of(new Part.Text(text)), FinishReason.STOP, null)),
        null);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
