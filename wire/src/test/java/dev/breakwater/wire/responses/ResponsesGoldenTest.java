package dev.breakwater.wire.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.wire.conversation.AnswerEvent;
import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.conversation.Media;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Reply;
import dev.breakwater.wire.conversation.Role;
import dev.breakwater.wire.conversation.Signature;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.conversation.Toolbox;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.format.Asked;
import dev.breakwater.wire.format.Dropped;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class ResponsesGoldenTest {
  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final Asked NOTHING = Asked.of(null);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text",
        "own-tools",
        "own-allowed-tools",
        "own-tool-results",
        "own-image",
        "own-document",
        "own-schema",
        "own-json-mode",
        "own-thinking"
      })
  void aRequestIsWrittenAsItWasRead(String name) throws Exception {
    byte[] golden = Events.golden("request-" + name + ".responses.json");
    Conversation conversation = Events.FORMAT.readRequest(golden);
    Dropped dropped = new Dropped();
    byte[] written = Events.FORMAT.writeRequest(conversation, "m", false, dropped);
    assertThat(MAPPER.readTree(written)).isEqualTo(MAPPER.readTree(golden));
    assertThat(dropped.fields()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "stop, STOP",
    "length, LENGTH",
    "own-tools, TOOL_CALLS",
    "own-thinking, STOP",
    "own-refusal, REFUSAL",
    "own-filter, CONTENT_FILTER",
    "own-citations, STOP",
    "own-logprobs, STOP"
  })
  void aReplyIsWrittenAsItWasRead(String name, FinishReason finish) throws Exception {
    byte[] golden = Events.golden("reply-" + name + ".responses.json");
    Reply reply = Events.FORMAT.readReply(golden);
    assertThat(reply.first().finish()).isEqualTo(finish);
    assertThat(MAPPER.readTree(Events.FORMAT.writeReply(reply, NOTHING)))
        .isEqualTo(MAPPER.readTree(golden));
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "own-tools", "own-thinking", "own-refusal", "own-citations"})
  void aStreamIsWrittenAsItWasRead(String name) throws Exception {
    byte[] golden = Events.golden("stream-" + name + ".responses.sse");
    List<AnswerEvent> events = Events.read(golden, null);
    assertThat(Events.write(events, NOTHING)).isEqualTo(Events.text(golden));
  }

  @Test
  void callsTheirResultsAndThoughtsAreTurns() throws Exception {
    Conversation conversation =
        Events.FORMAT.readRequest(Events.golden("request-own-tool-results.responses.json"));
    assertThat(conversation.turns()).hasSize(3);
    assertThat(conversation.turns().get(1).role()).isEqualTo(Role.ASSISTANT);
    assertThat(conversation.turns().get(1).parts())
        .containsExactly(
            new Part.Thinking("Hm", new Signature(Vendor.OPENAI, "gAAA")),
            new Part.ToolCall("call_1", "weather", "{\"city\":\"Köln\"}"),
            new Part.ToolCall("call_2", "time", "{}"));
    assertThat(conversation.turns().get(2).parts())
        .hasSize(3)
        .last()
        .isEqualTo(new Part.Text("Well?"));
    assertThat(conversation.turns().get(2).parts().get(1))
        .isInstanceOfSatisfying(
            Part.ToolResult.class,
            result ->
                assertThat(result.content().get(1))
                    .isInstanceOfSatisfying(
                        Part.Attachment.class,
                        image ->
                            assertThat(image.media())
                                .isInstanceOfSatisfying(
                                    Media.Inline.class,
                                    inline ->
                                        assertThat(inline.mimeType()).isEqualTo("image/png"))));
  }

  @Test
  void someOfTheToolsMayBeAllowed() throws Exception {
    Conversation conversation =
        Events.FORMAT.readRequest(Events.golden("request-own-allowed-tools.responses.json"));
    assertThat(conversation.toolbox().choice())
        .isEqualTo(new Toolbox.Choice.Among(List.of("time"), true));
    assertThat(conversation.toolbox().tools())
        .extracting(Toolbox.Tool::strict)
        .containsExactly(false, true);
  }

  @Test
  void aStreamTellsWhatItsEventsSay() throws Exception {
    assertThat(Events.read(Events.golden("stream-own-tools.responses.sse"), null))
        .containsExactly(
            new AnswerEvent.Started("answer-1", "model-1"),
            new AnswerEvent.TextDelta(0, "Wait."),
            new AnswerEvent.CallStarted(0, 0, "call_1", "weather", null),
            new AnswerEvent.CallArguments(0, 0, "{\"ci"),
            new AnswerEvent.CallStarted(0, 1, "call_2", "time", null),
            new AnswerEvent.CallArguments(0, 0, "ty\":\"Köln\"}"),
            new AnswerEvent.CallArguments(0, 1, "{}"),
            new AnswerEvent.Used(new Tokens(9, 4, 3, 0, 0, true)),
            new AnswerEvent.Finished(0, FinishReason.TOOL_CALLS, null),
            new AnswerEvent.Ended());
    assertThat(Events.read(Events.golden("stream-own-thinking.responses.sse"), null))
        .contains(
            new AnswerEvent.ThinkingDelta(0, "m"),
            new AnswerEvent.ThinkingSigned(0, new Signature(Vendor.OPENAI, "gAAA")));
  }

  @Test
  void anAnswerRepeatsWhatWasAsked() throws Exception {
    Conversation asked =
        Events.FORMAT.readRequest(Events.golden("request-own-thinking.responses.json"));
    Reply reply = Events.FORMAT.readReply(Events.golden("reply-stop.responses.json"));
    var answer = MAPPER.readTree(Events.FORMAT.writeReply(reply, Asked.of(asked)));
    assertThat(answer.at("/reasoning/effort").asString()).isEqualTo("high");
    assertThat(answer.at("/reasoning/summary").asString()).isEqualTo("auto");
    assertThat(answer.at("/metadata/a").asString()).isEqualTo("b");
    assertThat(answer.at("/user").asString()).isEqualTo("u1");
    assertThat(answer.at("/top_logprobs").asInt()).isEqualTo(2);
  }
}
