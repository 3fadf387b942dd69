package dev.breakwater.wire.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.wire.conversation.AnswerEvent;
import dev.breakwater.wire.conversation.AnswerEvent.CallArguments;
import dev.breakwater.wire.conversation.AnswerEvent.CallStarted;
import dev.breakwater.wire.conversation.AnswerEvent.Finished;
import dev.breakwater.wire.conversation.AnswerEvent.RefusalDelta;
import dev.breakwater.wire.conversation.AnswerEvent.TextDelta;
import dev.breakwater.wire.conversation.AnswerEvent.ThinkingDelta;
import dev.breakwater.wire.conversation.AnswerEvent.ThinkingHidden;
import dev.breakwater.wire.conversation.AnswerEvent.ThinkingSigned;
import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.conversation.Signature;
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
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiStreamTest {
  private final OpenAiFormat format = new OpenAiFormat(() -> 1);

  @Test
  void callsWhoseFragmentsMixAreToldApart() throws MalformedBody {
    assertThat(
            read(
                calls(
                    "{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}"),
                calls(
                    "{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"{\"}}"),
                calls("{\"index\":0,\"function\":{\"arguments\":\"{}\"}}"),
                calls("{\"index\":1,\"function\":{\"arguments\":\"}\"}}"),
                finish("tool_calls")))
        .containsExactly(
            new CallStarted(0, 0, "a", "f", null),
            new CallStarted(0, 1, "b", "g", null),
            new CallArguments(0, 1, "{"),
            new CallArguments(0, 0, "{}"),
            new CallArguments(0, 1, "}"),
            new Finished(0, FinishReason.TOOL_CALLS, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"index\":0,"})
  void serversThatCountNoCallsAreUnderstoodByTheirIds(String index) throws MalformedBody {
    assertThat(
            read(
                calls(
                    "{"
                        + index
                        + "\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}"),
                calls("{" + index + "\"function\":{\"arguments\":\"}\"}}"),
                calls(
                    "{"
                        + index
                        + "\"id\":\"b\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}"),
                finish("stop")))
        .containsExactly(
            new CallStarted(0, 0, "a", "f", null),
            new CallArguments(0, 0, "{"),
            new CallArguments(0, 0, "}"),
            new CallStarted(0, 1, "b", "f", null),
            new CallArguments(0, 1, "{}"),
            new Finished(0, FinishReason.TOOL_CALLS, null));
  }

  @Test
  void aCallWithoutArgumentsHasAnEmptyObject() throws MalformedBody {
    List<AnswerEvent> events =
        read(calls("{\"index\":0,\"function\":{\"name\":\"f\"}}"), finish("tool_calls"));
    CallStarted started = (CallStarted) events.getFirst();
    assertThat(started.id()).matches("call_[a-z0-9]{16}_0");
    assertThat(events.get(1)).isEqualTo(new CallArguments(0, 0, "{}"));
  }

  @Test
  void argumentsBeforeTheNameAndAsAnObjectAreKept() throws MalformedBody {
    assertThat(
            read(
                calls("{\"index\":0,\"id\":\"a\",\"function\":{\"arguments\":\"[\"}}"),
                calls("{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"]\"}}"),
                calls(
                    "{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":{\"x\":1}}}")))
        .containsExactly(
            new CallStarted(0, 0, "a", "f", null),
            new CallArguments(0, 0, "[]"),
            new CallStarted(0, 1, "b", "g", null),
            new CallArguments(0, 1, "{\"x\":1}"));
    MalformedBody nameless =
        catchThrowableOfType(
            MalformedBody.class,
            () -> read(calls("{\"index\":0,\"id\":\"a\"}"), finish("tool_calls")));
    assertThat(nameless.field()).isEqualTo("tool_calls");
  }

  @Test
  void plainThoughtsAreSignedByTheirPlaceWhenTheyEnd() throws MalformedBody {
    assertThat(
            read(
                delta("{\"reasoning_content\":\"H\",\"content\":null}"),
                delta("{\"reasoning_content\":\"m\"}"),
                delta("{\"content\":\"A\"}"),
                finish("stop")))
        .containsExactly(
            new ThinkingDelta(0, "H"),
            new ThinkingDelta(0, "m"),
            new ThinkingSigned(0, new Signature(Vendor.OPENAI, "chat.field.reasoning_content")),
            new TextDelta(0, "A"),
            new Finished(0, FinishReason.STOP, null));
  }

  @Test
  void detailsOfThoughtsAreReadOnceThoughTheirTextComesTwice() throws MalformedBody {
    List<AnswerEvent> events =
        read(
            delta(
                "{\"reasoning\":\"H\",\"reasoning_details\":[{\"type\":\"reasoning.text\","
                    + "\"text\":\"H\",\"index\":0}]}"),
            delta(
                "{\"reasoning_details\":[{\"type\":\"reasoning.text\",\"signature\":\"s\"},"
                    + "{\"type\":\"reasoning.encrypted\",\"data\":\"e\"}]}"),
            delta("{\"content\":\"A\"}"));
    assertThat(events).hasSize(4);
    assertThat(events.get(0)).isEqualTo(new ThinkingDelta(0, "H"));
    assertThat(((ThinkingSigned) events.get(1)).signature().value()).startsWith("chat.detail.");
    assertThat(((ThinkingHidden) events.get(2)).data().maker()).isEqualTo(Vendor.OPENAI);
    assertThat(events.get(3)).isEqualTo(new TextDelta(0, "A"));
  }

  @Test
  void aRefusalIsOneAndFunctionsAreCalls() throws MalformedBody {
    assertThat(read(delta("{\"refusal\":\"No\"}"), finish("stop")))
        .containsExactly(new RefusalDelta(0, "No"), new Finished(0, FinishReason.REFUSAL, null));
    List<AnswerEvent> called =
        read(
            delta("{\"function_call\":{\"name\":\"f\",\"arguments\":\"\"}}"),
            delta("{\"function_call\":{\"arguments\":\"{}\"}}"),
            finish("function_call"));
    assertThat(called.get(1)).isEqualTo(new CallArguments(0, 0, "{}"));
    assertThat(called.get(2)).isEqualTo(new Finished(0, FinishReason.TOOL_CALLS, null));
  }

  @Test
  void whatComesAfterTheEndOfAChoiceIsLeftOut() throws MalformedBody {
    assertThat(read(finish("length"), delta("{\"content\":\"late\"}"), finish("stop")))
        .containsExactly(new Finished(0, FinishReason.LENGTH, null));
  }

  @Test
  void aPlainChunkIsReadAsItWouldBeInFull() throws MalformedBody {
    String full = ",\"x\":{\"y\":[1]},\"usage\":{\"prompt_tokens\":1}}";
    for (String delta :
        List.of(
            "{\"content\":\"a\\n\\u00e9🙂\"}",
            "{\"content\":\"\"}",
            "{\"role\":\"assistant\",\"content\":\"a\",\"refusal\":null,\"tool_calls\":null}",
            "{\"content\":null}",
            "{\"content\":[]}",
            "{}")) {
      String chunk = delta(delta);
      List<AnswerEvent> quick = read(chunk);
      List<AnswerEvent> slow = read(chunk.substring(0, chunk.length() - 1) + full);
      slow.removeLast();
      assertThat(quick).as(delta).isEqualTo(slow);
    }
  }

  @Test
  void functionsAreAnsweredInTheirOwnShape() {
    ByteSink out = new ByteSink();
    EventWriter writer =
        format.eventWriter(new Asked(null, false, Asked.Framing.SERVER_SENT_EVENTS, true));
    writer.write(new AnswerEvent.Started("i", "m"), out);
    writer.write(new CallStarted(0, 0, "a", "f", null), out);
    writer.write(new CallArguments(0, 0, "{}"), out);
    writer.write(new CallStarted(0, 1, "b", "g", null), out);
    writer.write(new Finished(0, FinishReason.TOOL_CALLS, null), out);
    assertThat(out.toString())
        .contains(
            "{\"function_call\":{\"name\":\"f\",\"arguments\":\"\"}}",
            "{\"function_call\":{\"arguments\":\"{}\"}}",
            "\"finish_reason\":\"function_call\"")
        .doesNotContain("tool_calls", "\"g\"", "usage");
  }

  @Test
  void aReaderKeepsNothingThatGrowsWithTheStream() throws MalformedBody {
    EventReader reader = format.eventReader();
    byte[] chunk =
        delta("{\"reasoning_content\":\"more and more\"}").getBytes(StandardCharsets.UTF_8);
    byte[] call =
        calls("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"x\"}}")
            .getBytes(StandardCharsets.UTF_8);
    long[] events = {0};
    for (int i = 0; i < 20_000; i++) {
      byte[] data = i < 10_000 ? chunk : call;
      reader.read(data, 0, data.length, event -> events[0]++);
    }
    // Start, thoughts, where they end, one call and its pieces: the call is not begun again.
    assertThat(events[0]).isEqualTo(1 + 10_000 + 1 + 1 + 10_000);
  }

  private List<AnswerEvent> read(String... chunks) throws MalformedBody {
    EventReader reader = format.eventReader();
    List<AnswerEvent> events = new ArrayList<>();
    List<String> all = new ArrayList<>(List.of(delta("{\"role\":\"assistant\"}")));
    all.addAll(List.of(chunks));
    for (String chunk : all) {
      byte[] data = chunk.getBytes(StandardCharsets.UTF_8);
      reader.read(data, 0, data.length, events::add);
    }
    assertThat(events.removeFirst()).isEqualTo(new AnswerEvent.Started("x", "m"));
    return events;
  }

  private static String calls(String call) {
    return delta("{\"tool_calls\":[" + call + "]}");
  }

  private static String delta(String delta) {
    return "{\"id\":\"x\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"finish_reason\":null}]}";
  }

  private static String finish(String reason) {
    return "{\"id\":\"x\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\""
        + reason
        + "\"}]}";
  }
}
