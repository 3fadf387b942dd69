package dev.breakwater.wire.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.wire.conversation.AnswerEvent;
import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.conversation.Media;
import dev.breakwater.wire.conversation.OutputFormat;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Reasoning;
import dev.breakwater.wire.conversation.Reasoning.Amount;
import dev.breakwater.wire.conversation.Reply;
import dev.breakwater.wire.conversation.Signature;
import dev.breakwater.wire.conversation.Toolbox;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.format.Asked;
import dev.breakwater.wire.format.EventReader;
import dev.breakwater.wire.format.EventWriter;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of Anthropic's requests and answers that a round trip does not show. */
class AnthropicReadingTest {
  private final AnthropicFormat format = new AnthropicFormat();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}|max_tokens",
        "{\"max_tokens\":\"1\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}|max_tokens",
        "{\"max_tokens\":1,\"messages\":[]}|messages",
        "{\"max_tokens\":1,\"messages\":[{\"role\":\"tool\",\"content\":\"x\"}]}|messages[0].role",
        "{\"max_tokens\":1,\"messages\":[{\"role\":\"user\"}]}|messages[0].content",
        "{\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\"}]}]}|messages[0].content[0].text",
        "{\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"data\":\"A\"}}]}]}|messages[0].content[0].source.media_type",
        "{\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\"}]}]}|messages[0].content[0].tool_use_id",
        "{\"max_tokens\":1,\"tools\":[{\"name\":\"a\"}],\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}|tools[0].input_schema",
        "{\"max_tokens\":1,\"tool_choice\":{\"type\":\"some\"},\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}|tool_choice.type",
        "{\"max_tokens\":1,\"thinking\":{\"type\":\"enabled\"},\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}|thinking.budget_tokens",
        "{\"max_tokens\":1,\"output_config\":{\"effort\":\"huge\"},\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}|output_config.effort",
        "{\"max_tokens\":1,\"temperature\":1.5,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}|temperature",
      })
  void aWrongFieldIsNamedAsTheClientSpellsIt(String body, String field) {
    assertThat(
            catchThrowableOfType(MalformedBody.class, () -> format.readRequest(utf8(body))).field())
        .isEqualTo(field);
  }

  @Test
  void whatOnlyAnthropicHasIsKeptApart() throws MalformedBody {
    Conversation conversation =
        read(
            "\"service_tier\":\"auto\",\"context_management\":{\"edits\":[]},\"betas\":[\"x\"],"
                + "\"thread\":{\"type\":\"create\"},\"container\":null,\"mcp_servers\":[],"
                + "\"output_config\":{\"task_budget\":{}},"
                + "\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"web_search\"},"
                + "{\"name\":\"own\",\"input_schema\":{},\"defer_loading\":true}]");
    assertThat(conversation.extras().essential().propertyNames())
        .containsExactlyInAnyOrder("tools", "thread");
    assertThat(conversation.extras().harmless().propertyNames())
        .containsExactlyInAnyOrder(
            "service_tier",
            "context_management",
            "output_config.task_budget",
            "tools.defer_loading");
    assertThat(conversation.toolbox().tools())
        .extracting(Toolbox.Tool::name)
        .containsExactly("own");
    assertThat(read("\"thread\":false").extras().essential().isEmpty()).isTrue();
  }

  @Test
  void olderAndNewerWordsMeanTheSame() throws MalformedBody {
    String schema = "{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\"}}";
    assertThat(read("\"output_format\":" + schema).output())
        .isEqualTo(read("\"output_config\":{\"format\":" + schema + "}").output())
        .isInstanceOf(OutputFormat.JsonSchema.class);
    assertThat(
            read("\"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"low\"}")
                .reasoning())
        .isEqualTo(new Reasoning(new Amount.AtEffort(Reasoning.Effort.LOW), true));
    assertThat(read("\"thinking\":{\"type\":\"adaptive\",\"display\":\"omitted\"}").reasoning())
        .isEqualTo(new Reasoning(new Amount.Dynamic(), false));
  }

  @Test
  void documentsOfBlocksAndSearchResultsBecomeTexts() throws MalformedBody {
    Conversation conversation =
        said(
            "[{\"type\":\"document\",\"title\":\"T\",\"context\":\"From 1999\","
                + "\"citations\":{\"enabled\":true},\"source\":{\"type\":\"content\",\"content\":["
                + "{\"type\":\"text\",\"text\":\"A\"},{\"type\":\"text\",\"text\":\"B\"}]}},"
                + "{\"type\":\"search_result\",\"source\":\"https://x\",\"title\":\"S\","
                + "\"content\":[{\"type\":\"text\",\"text\":\"C\"}]},"
                + "{\"type\":\"server_tool_use\",\"id\":\"s\",\"name\":\"web_search\",\"input\":{}}]");
    assertThat(conversation.turns().getFirst().parts())
        .containsExactly(
            new Part.Text("From 1999"),
            new Part.Attachment(new Media.PlainText("text/plain", "A\nB"), "T", null),
            new Part.Text("S\nhttps://x\n\nC"));
    assertThat(conversation.extras().harmless().propertyNames())
        .containsExactlyInAnyOrder("citations", "server_tool_use");
  }

  @Test
  void markedThoughtsAreTheirMakersAndUnsignedOnesNobodys() throws MalformedBody {
    Conversation conversation =
        said(
            "[{\"type\":\"thinking\",\"thinking\":\"a\",\"signature\":\"bw1.google.x\"},"
                + "{\"type\":\"thinking\",\"thinking\":\"b\",\"signature\":\"bw1.unsigned\"},"
                + "{\"type\":\"redacted_thinking\",\"data\":\"own\"}]");
    assertThat(conversation.turns().getFirst().parts())
        .containsExactly(
            new Part.Thinking("a", new Signature(Vendor.GOOGLE, "x")),
            new Part.Thinking("b", null),
            new Part.HiddenThinking(new Signature(Vendor.ANTHROPIC, "own")));
  }

  @Test
  void systemMessagesJoinTheInstructions() throws MalformedBody {
    Conversation conversation =
        format.readRequest(
            utf8(
                "{\"max_tokens\":1,\"system\":\"A\",\"messages\":[{\"role\":\"user\","
                    + "\"content\":\"x\"},{\"role\":\"system\",\"content\":\"B\"}]}"));
    assertThat(conversation.systemTexts()).containsExactly("A", "B");
    assertThat(conversation.turns()).hasSize(1);
  }

  @Test
  void aCountNeedsNoLimit() throws MalformedBody {
    byte[] question =
        utf8("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
    assertThat(new AnthropicClientCount().read(question).turns()).hasSize(1);
    assertThat(text(new AnthropicClientCount().answer(12))).isEqualTo("{\"input_tokens\":12}");
  }

  @Test
  void aCountIsAskedWithoutWhatBearsOnNone() throws Exception {
    byte[] asked =
        new AnthropicProviderCount()
            .write(read("\"stop_sequences\":[\"END\"],\"temperature\":0.5"), "claude-opus-4");
    assertThat(text(asked))
        .isEqualTo(
            "{\"model\":\"claude-opus-4\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
    assertThat(new AnthropicProviderCount().read(utf8("{\"input_tokens\":7}"))).isEqualTo(7);
    assertThat(
            catchThrowableOfType(
                    MalformedBody.class, () -> new AnthropicProviderCount().read(utf8("{}")))
                .field())
        .isEqualTo("input_tokens");
  }

  @Test
  void aRefusalsExplanationIsItsText() throws MalformedBody {
    Reply reply =
        format.readReply(
            utf8(
                "{\"id\":\"m\",\"model\":\"c\",\"content\":[],\"stop_reason\":\"refusal\","
                    + "\"stop_details\":{\"type\":\"refusal\",\"explanation\":\"No.\"}}"));
    assertThat(reply.first().parts()).containsExactly(new Part.Refusal("No."));
    assertThat(reply.first().finish()).isEqualTo(FinishReason.REFUSAL);
    assertThat(text(format.writeReply(reply, Asked.of(null))))
        .contains("\"text\":\"No.\"", "\"stop_reason\":\"refusal\"", "\"category\":null");
  }

  @Test
  void theToolThatStandsForJsonIsTextAgain() throws MalformedBody {
    Reply reply =
        format.readReply(
            utf8(
                "{\"id\":\"m\",\"model\":\"c\",\"content\":[{\"type\":\"tool_use\",\"id\":\"t\","
                    + "\"name\":\"answer_in_json\",\"input\":{\"a\":1}}],"
                    + "\"stop_reason\":\"tool_use\"}"));
    assertThat(reply.first().parts()).containsExactly(new Part.Text("{\"a\":1}"));
    assertThat(reply.first().finish()).isEqualTo(FinishReason.STOP);
    assertThat(
            events(
                "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":"
                    + "\"tool_use\",\"id\":\"t\",\"name\":\"answer_in_json\",\"input\":{}}}",
                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":"
                    + "\"input_json_delta\",\"partial_json\":\"{\\\"a\\\"\"}}",
                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":"
                    + "\"input_json_delta\",\"partial_json\":\":1}\"}}",
                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"}}"))
        .containsExactly(
            new AnswerEvent.TextDelta(0, "{\"a\""),
            new AnswerEvent.TextDelta(0, ":1}"),
            new AnswerEvent.Finished(0, FinishReason.STOP, null));
  }

  @Test
  void anotherCallBesideTheJsonIsStillACall() throws MalformedBody {
    assertThat(
            events(
                "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":"
                    + "\"tool_use\",\"id\":\"t\",\"name\":\"answer_in_json\",\"input\":{}}}",
                "{\"type\":\"content_block_start\",\"index\":1,\"content_block\":{\"type\":"
                    + "\"tool_use\",\"id\":\"u\",\"name\":\"look\",\"input\":{\"a\":1}}}",
                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"}}"))
        .containsExactly(
            new AnswerEvent.CallStarted(0, 0, "u", "look", null),
            new AnswerEvent.CallArguments(0, 0, "{\"a\":1}"),
            new AnswerEvent.Finished(0, FinishReason.TOOL_CALLS, null));
  }

  @Test
  void toolsThatRunAtAnthropicAreItsOwnAffair() throws MalformedBody {
    assertThat(
            events(
                "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":"
                    + "\"server_tool_use\",\"id\":\"s\",\"name\":\"web_search\",\"input\":{}}}",
                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":"
                    + "\"input_json_delta\",\"partial_json\":\"{\"}}",
                "{\"type\":\"content_block_stop\",\"index\":0}",
                "{\"type\":\"content_block_start\",\"index\":1,\"content_block\":{\"type\":"
                    + "\"web_search_tool_result\",\"tool_use_id\":\"s\",\"content\":[]}}"))
        .isEmpty();
  }

  @Test
  void aCallWithoutArgumentsHasAnEmptyObject() throws MalformedBody {
    assertThat(
            events(
                "{\"type\":\"content_block_start\",\"index\":3,\"content_block\":{\"type\":"
                    + "\"tool_use\",\"id\":\"u\",\"name\":\"look\",\"input\":{}}}",
                "{\"type\":\"content_block_delta\",\"index\":3,\"delta\":{\"type\":"
                    + "\"input_json_delta\",\"partial_json\":\"\"}}",
                "{\"type\":\"content_block_stop\",\"index\":3}"))
        .containsExactly(
            new AnswerEvent.CallStarted(0, 0, "u", "look", null),
            new AnswerEvent.CallArguments(0, 0, "{}"));
  }

  @Test
  void aCallIsOpenUntilItsArgumentsAreWhole() {
    EventWriter writer = format.eventWriter(Asked.of(null));
    ByteSink out = new ByteSink();
    writer.write(new AnswerEvent.Started("x", "m"), out);
    writer.write(new AnswerEvent.CallStarted(0, 0, "a", "f", null), out);
    writer.write(new AnswerEvent.CallArguments(0, 0, "{\"q\":\"}"), out);
    out.clear();
    writer.write(new AnswerEvent.CallStarted(0, 1, "b", "g", null), out);
    assertThat(out.toString()).doesNotContain("content_block_stop");
    writer.write(new AnswerEvent.CallArguments(0, 1, "{}"), out);
    writer.write(new AnswerEvent.CallArguments(0, 0, "\"}"), out);
    out.clear();
    writer.write(new AnswerEvent.Finished(0, FinishReason.STOP, null), out);
    writer.end(out);
    assertThat(out.toString())
        .containsSubsequence(
            "{\"type\":\"content_block_stop\",\"index\":0}",
            "{\"type\":\"content_block_stop\",\"index\":1}",
            "\"stop_reason\":\"tool_use\"",
            "message_stop");
  }

  @Test
  void thoughtsWithoutASignatureAreSignedAsNobodys() {
    EventWriter writer = format.eventWriter(Asked.of(null));
    ByteSink out = new ByteSink();
    writer.write(new AnswerEvent.ThinkingDelta(0, "Hm"), out);
    writer.write(new AnswerEvent.TextDelta(0, "Hi"), out);
    assertThat(out.toString())
        .containsSubsequence(
            "\"thinking\":\"Hm\"",
            "{\"type\":\"signature_delta\",\"signature\":\"bw1.unsigned\"}",
            "content_block_stop",
            "\"text\":\"Hi\"");
  }

  @Test
  void afterAFailureNothingLooksLikeAnEnd() {
    EventWriter writer = format.eventWriter(Asked.of(null));
    ByteSink out = new ByteSink();
    writer.write(new AnswerEvent.TextDelta(0, "Hi"), out);
    writer.write(
        new AnswerEvent.Failed(Problem.of(Problem.Kind.UPSTREAM, 502, "The stream was cut")), out);
    writer.end(out);
    assertThat(out.toString())
        .contains("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\"")
        .doesNotContain("message_stop");
  }

  private Conversation read(String fields) throws MalformedBody {
    return format.readRequest(
        utf8(
            "{\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],"
                + fields
                + "}"));
  }

  private Conversation said(String content) throws MalformedBody {
    return format.readRequest(
        utf8("{\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":" + content + "}]}"));
  }

  private List<AnswerEvent> events(String... datas) throws MalformedBody {
    List<AnswerEvent> events = new ArrayList<>();
    EventReader reader = format.eventReader();
    for (String data : datas) {
      byte[] bytes = utf8(data);
      reader.read(bytes, 0, bytes.length, events::add);
    }
    return events;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
