package dev.breakwater.wire.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.wire.conversation.AnswerEvent;
import dev.breakwater.wire.conversation.Citation;
import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Reply;
import dev.breakwater.wire.format.AnswerWatch;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Gemini answers, with all its oddities. */
class GeminiAnswerTest {
  private final GeminiFormat format = new GeminiFormat();

  @ParameterizedTest
  @CsvSource({
    "STOP,STOP",
    "MAX_TOKENS,LENGTH",
    "SAFETY,CONTENT_FILTER",
    "RECITATION,CONTENT_FILTER",
    "PROHIBITED_CONTENT,CONTENT_FILTER",
    "IMAGE_SAFETY,CONTENT_FILTER",
    "MALFORMED_FUNCTION_CALL,MALFORMED_CALL",
    "UNEXPECTED_TOOL_CALL,MALFORMED_CALL",
    "LANGUAGE,OTHER",
    "A_LATER_ONE,OTHER"
  })
  void everyFinishReasonIsKnown(String word, FinishReason reason) throws MalformedBody {
    byte[] body = bytes("{\"candidates\":[{\"finishReason\":\"" + word + "\"}]}");
    assertThat(format.readReply(body).first().finish()).isEqualTo(reason);
    AnswerWatch watch = format.watch(1);
    watch.look(body, 0, body.length);
    assertThat(watch.finish()).isEqualTo(reason);
    assertThat(watch.isFinished()).isTrue();
  }

  @Test
  void aCallIsContentAndWhyTheModelStopped() throws MalformedBody {
    AnswerWatch watch = format.watch(2);
    look(
        watch,
        "{\"candidates\":[{\"index\":1,\"content\":{\"parts\":[{\"text\":\"a\"}]},"
            + "\"finishReason\":\"STOP\"},{\"content\":{\"parts\":[{\"functionCall\":"
            + "{\"name\":\"f\",\"args\":{}}}]}}]}");
    assertThat(watch.hasContent()).isTrue();
    assertThat(watch.isFinished()).isFalse();
    look(watch, "{\"candidates\":[{\"finishReason\":\"STOP\"}]}");
    assertThat(watch.isFinished()).isTrue();
    assertThat(watch.finish()).isEqualTo(FinishReason.TOOL_CALLS);
  }

  @Test
  void placesOfSourcesAreCountedInBytesAndGiveCharacters() throws MalformedBody {
    Reply reply =
        format.readReply(
            bytes(
                """
                {"candidates":[{"content":{"parts":[{"text":"Hm","thought":true},{"text":"Hé 🙂 yes"}]},
                "finishReason":"STOP","groundingMetadata":{"groundingChunks":[{"web":{"uri":"https://a","title":"A"}},
                {"web":{"uri":"https://b"}}],"groundingSupports":[{"segment":{"startIndex":4,"endIndex":8,"text":"🙂"},
                "groundingChunkIndices":[1,0,9]}]}}]}\
                """));
    Citation.Span span = new Citation.Span(Citation.Unit.ANSWER_CHARACTERS, 3, 5);
    assertThat(reply.first().parts().getLast())
        .isEqualTo(
            new Part.Text(
                "Hé 🙂 yes",
                List.of(
                    new Citation("https://b", null, null, null, span),
                    new Citation("https://a", "A", null, null, span))));
  }

  @Test
  void partsOfItsOwnToolsAreLeftOut() throws MalformedBody {
    Reply reply =
        format.readReply(
            bytes(
                """
                {"candidates":[{"content":{"parts":[{"executableCode":{"code":"1"}},
                {"codeExecutionResult":{"output":"1"}},{"text":"One"},{}]},"finishReason":"STOP"}]}\
                """));
    assertThat(reply.first().parts()).containsExactly(new Part.Text("One"));
  }

  @Test
  void aBlockedPromptIsACompleteAnswer() throws MalformedBody {
    byte[] body = bytes("{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}");
    assertThat(format.readReply(body).first().finish()).isEqualTo(FinishReason.CONTENT_FILTER);
    List<AnswerEvent> events = new ArrayList<>();
    format.eventReader().read(body, 0, body.length, events::add);
    assertThat(events).contains(new AnswerEvent.Finished(0, FinishReason.CONTENT_FILTER, null));
    assertThatThrownBy(() -> format.readReply(bytes("{\"promptFeedback\":{}}")))
        .isInstanceOf(MalformedBody.class);
  }

  @Test
  void callsOfAnswersWithoutAnIdStillHaveIdsOfTheirOwn() throws MalformedBody {
    String body =
        "{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"name\":\"f\"}}]},"
            + "\"finishReason\":\"STOP\"}],\"modelVersion\":\"%s\"}";
    String one = callId(body.formatted("a"));
    assertThat(one).matches("[a-zA-Z0-9_-]{1,40}").isEqualTo(callId(body.formatted("a")));
    assertThat(callId(body.formatted("b"))).isNotEqualTo(one);
    String named =
        body.formatted("a")
            .replace("{\"cand", "{\"responseId\":\"" + "x/".repeat(99) + "\",\"cand");
    assertThat(callId(named)).matches("[a-zA-Z0-9_-]{1,40}");
  }

  private String callId(String body) throws MalformedBody {
    Reply reply = format.readReply(bytes(body));
    return ((Part.ToolCall) reply.first().parts().getFirst()).id();
  }

  @ParameterizedTest
  @CsvSource({
    "AUTHENTICATION,401,UNAUTHENTICATED",
    "PERMISSION,403,PERMISSION_DENIED",
    "NOT_FOUND,404,NOT_FOUND",
    "INVALID_REQUEST,400,INVALID_ARGUMENT",
    "RATE_LIMITED,429,RESOURCE_EXHAUSTED",
    "UNAVAILABLE,503,UNAVAILABLE",
    "TIMEOUT,504,DEADLINE_EXCEEDED",
    "INTERNAL,500,INTERNAL"
  })
  void errorsHaveGooglesWords(Problem.Kind kind, int status, String word) {
    String body =
        new String(format.writeProblem(Problem.of(kind, status, "No")), StandardCharsets.UTF_8);
    assertThat(body)
        .startsWith(
            "{\"error\":{\"code\":" + status + ",\"message\":\"No\",\"status\":\"" + word + "\"");
  }

  @Test
  void anErrorNamesItsField() {
    Problem problem = Problem.of(Problem.Kind.INVALID_REQUEST, 400, "Odd").at("contents");
    assertThat(new String(format.writeProblem(problem), StandardCharsets.UTF_8))
        .endsWith(
            "\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.BadRequest\","
                + "\"fieldViolations\":[{\"field\":\"contents\",\"description\":\"Odd\"}]}]}}");
  }

  private static void look(AnswerWatch watch, String body) throws MalformedBody {
    byte[] bytes = bytes(body);
    watch.look(bytes, 0, bytes.length);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
