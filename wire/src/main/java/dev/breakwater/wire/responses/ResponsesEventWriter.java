package dev.breakwater.wire.responses;

import dev.breakwater.wire.conversation.AnswerEvent;
import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.conversation.Media;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Signature;
import dev.breakwater.wire.conversation.TokenProbability;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.Asked;
import dev.breakwater.wire.format.EventWriter;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a stream of events: the response as it begins, every item from its beginning over its
 * pieces to its end, and the whole response once more. So what was said has to be remembered; it is
 * the answer itself that grows, nothing besides. Only the first choice is shown, as there is no
 * other.
 */
final class ResponsesEventWriter implements EventWriter {
  private final ResponseObject response;
  private final boolean wantsLogprobs;
  private final EventLines lines = new EventLines();
  private final List<@Nullable ObjectNode> items = new ArrayList<>();
  private final List<OpenCall> calls = new ArrayList<>();

  private String id = "";
  private String model = "";
  private String base = "";
  private boolean begun;
  private @Nullable OpenMessage message;
  private @Nullable OpenReasoning reasoning;
  private @Nullable String heldText;
  private @Nullable FinishReason finish;
  private @Nullable Tokens tokens;

  /**
   * @param created seconds since 1970
   */
  ResponsesEventWriter(Asked asked, long created) {
    response = new ResponseObject(asked, created);
    wantsLogprobs =
        asked.conversation() != null && asked.conversation().generation().topLogprobs() != null;
  }

  @Override
  public void write(AnswerEvent event, ByteSink out) {
    lines.to(out);
    if (!(event instanceof AnswerEvent.Probabilities)) {
      releaseText(List.of());
    }
    switch (event) {
      case AnswerEvent.Started started -> {
        id = started.id();
        model = started.model();
        begin();
      }
      case AnswerEvent.TextDelta delta when delta.choice() == 0 -> text(delta.text());
      case AnswerEvent.RefusalDelta delta when delta.choice() == 0 ->
          message().refusal(delta.text());
      case AnswerEvent.ThinkingDelta delta when delta.choice() == 0 ->
          reasoning().text(delta.text());
      case AnswerEvent.ThinkingSigned signed when signed.choice() == 0 ->
          signed(new Sealed.Thought(signed.signature()));
      case AnswerEvent.ThinkingHidden hidden when hidden.choice() == 0 -> {
        closeReasoning(null);
        signed(new Sealed.Hidden(hidden.data()));
      }
      case AnswerEvent.CallStarted call when call.choice() == 0 -> call(call);
      case AnswerEvent.CallArguments fragment when fragment.choice() == 0 -> arguments(fragment);
      case AnswerEvent.Cited cited when cited.choice() == 0 -> message().cited(cited.citation());
      case AnswerEvent.Attached attached when attached.choice() == 0 -> attached(attached.media());
      case AnswerEvent.Probabilities known when known.choice() == 0 -> releaseText(known.tokens());
      case AnswerEvent.Finished finished when finished.choice() == 0 -> finish(finished.reason());
      case AnswerEvent.Used used -> tokens = used.tokens();
      case AnswerEvent.Failed failed -> failed(failed.problem());
      case AnswerEvent.TextDelta other -> {}
      case AnswerEvent.RefusalDelta other -> {}
      case AnswerEvent.ThinkingDelta other -> {}
      case AnswerEvent.ThinkingSigned other -> {}
      case AnswerEvent.ThinkingHidden other -> {}
      case AnswerEvent.CallStarted other -> {}
      case AnswerEvent.CallArguments other -> {}
      case AnswerEvent.Cited other -> {}
      case AnswerEvent.Attached other -> {}
      case AnswerEvent.Probabilities other -> {}
      case AnswerEvent.Finished other -> {}
      case AnswerEvent.Ended ended -> {}
    }
  }

  @Override
  public void end(ByteSink out) {
    lines.to(out);
    begin();
    FinishReason reason = finish == null ? FinishReason.STOP : finish;
    releaseText(List.of());
    finish(reason);
    ArrayNode output = Json.array();
    for (ObjectNode item : items) {
      if (item != null) {
        output.add(item);
      }
    }
    ObjectNode whole = response.ended(id, model, output, reason, tokens);
    boolean complete = OutputItems.status(reason).equals(OutputItems.COMPLETED);
    lines.response(complete ? "response.completed" : "response.incomplete", whole);
  }

  private void begin() {
    if (!begun) {
      begun = true;
      base = OutputItems.base(id);
      ObjectNode first = response.begun(id, model);
      lines.response("response.created", first);
      lines.response("response.in_progress", first);
    }
  }

  /** Takes the next place in the output. */
  private int place() {
    begin();
    items.add(null);
    return items.size() - 1;
  }

  /** With probabilities wanted a text waits for them: both belong into one event. */
  private void text(String text) {
    if (wantsLogprobs) {
      heldText = text;
    } else {
      message().text(text, List.of());
    }
  }

  private void releaseText(List<TokenProbability> probabilities) {
    String text = heldText;
    heldText = null;
    if (text != null || !probabilities.isEmpty()) {
      message().text(text == null ? "" : text, probabilities);
    }
  }

  private OpenMessage message() {
    closeReasoning(null);
    if (message == null) {
      int place = place();
      message = new OpenMessage(lines, OutputItems.id("msg", base, place), place);
    }
    return message;
  }

  private void closeMessage(String status) {
    if (message != null) {
      items.set(message.place(), message.close(status));
      message = null;
    }
  }

  private OpenReasoning reasoning() {
    closeMessage(OutputItems.COMPLETED);
    if (reasoning == null) {
      int place = place();
      reasoning = new OpenReasoning(lines, OutputItems.id("rs", base, place), place);
    }
    return reasoning;
  }

  private void signed(Sealed sealed) {
    reasoning();
    closeReasoning(sealed.text());
  }

  private void closeReasoning(@Nullable String encrypted) {
    if (reasoning != null) {
      items.set(reasoning.place(), reasoning.close(encrypted));
      reasoning = null;
    }
  }

  private void call(AnswerEvent.CallStarted started) {
    Signature signature = started.signature();
    if (signature != null) {
      closeReasoning(null);
      signed(new Sealed.OfCall(signature));
    }
    closeReasoning(null);
    closeMessage(OutputItems.COMPLETED);
    int place = place();
    String itemId = OutputItems.id("fc", base, place);
    calls.add(new OpenCall(lines, itemId, place, started));
  }

  private void arguments(AnswerEvent.CallArguments fragment) {
    for (OpenCall call : calls) {
      if (call.number() == fragment.call()) {
        call.arguments(fragment.fragment());
      }
    }
  }

  private void attached(Media media) {
    if (!OutputItems.isImage(media) || !(media instanceof Media.Inline image)) {
      return;
    }
    closeReasoning(null);
    closeMessage(OutputItems.COMPLETED);
    int place = place();
    ObjectNode item =
        OutputItems.image(OutputItems.id("ig", base, place), image, OutputItems.COMPLETED);
    ObjectNode first = item.deepCopy();
    first.put("status", OutputItems.IN_PROGRESS).putNull("result");
    lines.item("response.output_item.added", place, first);
    lines.item("response.output_item.done", place, item);
    items.set(place, item);
  }

  /** Ends what is open; the response itself ends with the stream, for the usage may come later. */
  private void finish(FinishReason reason) {
    finish = reason;
    closeReasoning(null);
    closeMessage(OutputItems.status(reason));
    for (OpenCall call : calls) {
      items.set(call.place(), call.close(OutputItems.status(reason)));
    }
    calls.clear();
  }

  /**
   * Beside OpenAI's documented fields stands the error object that its servers send as well, by
   * which its clients know to throw.
   */
  private void failed(Problem problem) {
    String code = ResponsesProblems.code(problem);
    ObjectNode error =
        Json.object()
            .put("type", "server_error")
            .put("code", code)
            .put("message", problem.message())
            .put("param", problem.param());
    lines
        .event("error")
        .field("code", code)
        .field("message", problem.message())
        .field("param", problem.param())
        .field("error", error);
    lines.end();
  }
}
