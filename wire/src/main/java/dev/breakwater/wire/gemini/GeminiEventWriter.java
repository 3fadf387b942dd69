package dev.breakwater.wire.gemini;

import dev.breakwater.wire.conversation.AnswerEvent;
import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.Asked;
import dev.breakwater.wire.format.EventWriter;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.JsonText;
import dev.breakwater.wire.json.JsonWriter;
import dev.breakwater.wire.sse.ArrayFraming;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes chunks of a generated content. Calls go out whole, when their candidate has stopped; the
 * last chunk has the finish reasons and the usage.
 */
final class GeminiEventWriter implements EventWriter {
  private static final byte[] DATA = JsonText.bytes("data: ");
  // Google's own servers end lines so, and one of its clients looks for nothing else.
  private static final byte[] BLANK = JsonText.bytes("\r\n\r\n");

  /** A call whose arguments are still coming. */
  private record Call(AnswerEvent.CallStarted started, StringBuilder arguments) {}

  private final @Nullable ArrayFraming array;
  private final Map<Integer, FinishReason> reasons = new TreeMap<>();
  private final Map<Integer, Map<Integer, Call>> calls = new TreeMap<>();
  private String id = "";
  private String model = "";
  private @Nullable Tokens tokens;

  GeminiEventWriter(Asked.Framing framing) {
    this.array =
        switch (framing) {
          case SERVER_SENT_EVENTS -> null;
          case JSON_ARRAY -> new ArrayFraming();
        };
  }

  @Override
  public void write(AnswerEvent event, ByteSink out) {
    switch (event) {
      case AnswerEvent.Started started -> {
        id = started.id();
        model = started.model();
      }
      case AnswerEvent.TextDelta delta -> text(delta.choice(), delta.text(), false, out);
      case AnswerEvent.RefusalDelta delta -> text(delta.choice(), delta.text(), false, out);
      case AnswerEvent.ThinkingDelta delta -> text(delta.choice(), delta.text(), true, out);
      case AnswerEvent.ThinkingSigned signed ->
          part(
              signed.choice(),
              GeminiPartTrees.signed(
                  GeminiPartTrees.thought(""), GeminiSignatures.shown(signed.signature())),
              out);
      case AnswerEvent.ThinkingHidden hidden ->
          part(hidden.choice(), GeminiReplyWriter.hidden(hidden.data()), out);
      case AnswerEvent.CallStarted call ->
          calls
              .computeIfAbsent(call.choice(), choice -> new TreeMap<>())
              .put(call.call(), new Call(call, new StringBuilder()));
      case AnswerEvent.CallArguments more -> {
        Call call = calls.getOrDefault(more.choice(), Map.of()).get(more.call());
        if (call != null) {
          call.arguments().append(more.fragment());
        }
      }
      case AnswerEvent.Attached attached ->
          part(attached.choice(), GeminiReplyWriter.media(attached.media()), out);
      case AnswerEvent.Cited cited ->
          with(
              cited.choice(),
              "citationMetadata",
              GeminiCitations.write(List.of(cited.citation()), null),
              out);
      case AnswerEvent.Probabilities tokens ->
          with(tokens.choice(), "logprobsResult", GeminiLogprobs.write(tokens.tokens()), out);
      case AnswerEvent.Used used -> tokens = used.tokens();
      case AnswerEvent.Finished finished -> {
        calls(finished.choice(), out);
        reasons.put(finished.choice(), finished.reason());
      }
      case AnswerEvent.Failed failed -> failed(failed.problem(), out);
      case AnswerEvent.Ended ended -> {}
    }
  }

  @Override
  public void end(ByteSink out) {
    JsonWriter json = begin(out);
    reasons.forEach((choice, reason) -> {
      parts(json);
      json.object().field("text", "").end();
      content(json);
      json.field("finishReason", GeminiFinish.write(reason)).field("index", choice).end();
    });
    finish(json, true, out);
    if (array != null) {
      array.end(out);
    }
  }

  private void failed(Problem problem, ByteSink out) {
    before(out);
    new JsonWriter(out).value(GeminiProblems.tree(problem));
    after(out);
    if (array != null) {
      array.end(out);
    }
  }

  /** The path of nearly every event: no tree is built. */
  private void text(int choice, String text, boolean thought, ByteSink out) {
    JsonWriter json = begin(out);
    parts(json);
    json.object().field("text", text);
    if (thought) {
      json.field("thought", true);
    }
    json.end();
    content(json);
    json.field("index", choice).end();
    finish(json, false, out);
  }

  private void part(int choice, ObjectNode part, ByteSink out) {
    JsonWriter json = begin(out);
    parts(json);
    json.value(part);
    content(json);
    json.field("index", choice).end();
    finish(json, false, out);
  }

  /** A chunk that says something about the text sent so far. */
  private void with(int choice, String name, ObjectNode value, ByteSink out) {
    JsonWriter json = begin(out);
    parts(json);
    json.object().field("text", "").end();
    content(json);
    json.field("index", choice).field(name, value).end();
    finish(json, false, out);
  }

  private void calls(int choice, ByteSink out) {
    Map<Integer, Call> made = calls.remove(choice);
    if (made == null) {
      return;
    }
    JsonWriter json = begin(out);
    parts(json);
    boolean called = false;
    for (Call call : made.values()) {
      AnswerEvent.CallStarted started = call.started();
      Part.ToolCall whole =
          new Part.ToolCall(
              started.id(), started.name(), call.arguments().toString(), started.signature());
      json.value(GeminiReplyWriter.call(whole, called));
      called = true;
    }
    content(json);
    json.field("index", choice).end();
    finish(json, false, out);
  }

  private JsonWriter begin(ByteSink out) {
    before(out);
    return new JsonWriter(out).object().array("candidates");
  }

  private static void parts(JsonWriter json) {
    json.object().object("content").array("parts");
  }

  /** Closes the content; the candidate stays open. */
  private static void content(JsonWriter json) {
    json.end().field("role", "model").end();
  }

  /**
   * @param last whether the usage is said as it is: before, one that knows nothing of the prompt
   *     yet is none
   */
  private void finish(JsonWriter json, boolean last, ByteSink out) {
    json.end();
    Tokens known = tokens;
    if (known != null && (last || known.input() > 0)) {
      json.field("usageMetadata", GeminiUsage.write(known));
    }
    if (!model.isEmpty()) {
      json.field("modelVersion", model);
    }
    if (!id.isEmpty()) {
      json.field("responseId", id);
    }
    json.end();
    after(out);
  }

  private void before(ByteSink out) {
    if (array == null) {
      out.write(DATA);
    } else {
      array.element(out);
    }
  }

  private void after(ByteSink out) {
    if (array == null) {
      out.write(BLANK);
    }
  }
}
