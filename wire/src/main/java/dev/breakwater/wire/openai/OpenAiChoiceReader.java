package dev.breakwater.wire.openai;

import dev.breakwater.wire.conversation.AnswerEvent;
import dev.breakwater.wire.conversation.Citation;
import dev.breakwater.wire.conversation.Media;
import dev.breakwater.wire.conversation.Signature;
import dev.breakwater.wire.conversation.TokenProbability;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/** Reads the deltas of one choice of a stream. */
final class OpenAiChoiceReader {
  /** No answer calls as many tools. */
  private static final int MOST_CALLS = 1024;

  private final String answer;
  private final int number;
  private final List<Call> calls = new ArrayList<>();
  private boolean refused;
  private boolean finished;

  /** The field that the thoughts came in which no signature has closed yet. */
  private @Nullable String thinking;

  /** A call under way. */
  private static final class Call {
    final long index;
    final String id;

    /** Arguments that came before the name. */
    final StringBuilder early = new StringBuilder();

    boolean begun;
    boolean hasArguments;

    Call(long index, String id) {
      this.index = index;
      this.id = id;
    }
  }

  /**
   * @param answer the answer's id, for calls that have none of their own
   */
  OpenAiChoiceReader(String answer, int number) {
    this.answer = answer;
    this.number = number;
  }

  void read(JsonObject choice, Consumer<AnswerEvent> events) throws MalformedBody {
    JsonObject delta = choice.object("delta");
    if (delta != null && !finished) {
      thoughts(delta, events);
      content(delta, events);
      for (Citation citation : OpenAiAnnotations.read(delta)) {
        events.accept(new AnswerEvent.Cited(number, citation));
      }
      for (Media image : OpenAiReplyReader.images(delta)) {
        close(events);
        events.accept(new AnswerEvent.Attached(number, image));
      }
      calls(delta, events);
    }
    List<TokenProbability> tokens = OpenAiProbabilities.read(choice.object("logprobs"));
    if (!tokens.isEmpty() && !finished) {
      events.accept(new AnswerEvent.Probabilities(number, tokens));
    }
    String finish = choice.text("finish_reason");
    if (finish != null && !finished) {
      finish(finish, events);
    }
  }

  void text(String text, Consumer<AnswerEvent> events) {
    if (!text.isEmpty() && !finished) {
      close(events);
      events.accept(new AnswerEvent.TextDelta(number, text));
    }
  }

  private void thoughts(JsonObject delta, Consumer<AnswerEvent> events) throws MalformedBody {
    List<JsonObject> details = OpenAiThoughts.details(delta);
    String field = OpenAiThoughts.field(delta);
    if (field != null) {
      think(field, delta.text(field, ""), events);
    }
    for (JsonObject detail : details) {
      String text = OpenAiThoughts.text(detail);
      if (field == null && !text.isEmpty()) {
        think("reasoning", text, events);
      }
      String data = OpenAiThoughts.data(detail);
      if (data == null) {
        continue;
      }
      Signature signature = OpenAiThoughts.given(detail, data);
      if (OpenAiThoughts.isHidden(detail)) {
        close(events);
        events.accept(new AnswerEvent.ThinkingHidden(number, signature));
      } else {
        thinking = null;
        events.accept(new AnswerEvent.ThinkingSigned(number, signature));
      }
    }
  }

  private void think(String field, String text, Consumer<AnswerEvent> events) {
    thinking = field;
    events.accept(new AnswerEvent.ThinkingDelta(number, text));
  }

  /** Thoughts without a signature end with what follows them; where they stood is kept in one. */
  private void close(Consumer<AnswerEvent> events) {
    if (thinking != null) {
      Signature place = new Signature(Vendor.OPENAI, OpenAiThoughts.FIELD + thinking);
      thinking = null;
      events.accept(new AnswerEvent.ThinkingSigned(number, place));
    }
  }

  private void content(JsonObject delta, Consumer<AnswerEvent> events) throws MalformedBody {
    if (delta.get("content") instanceof ArrayNode) {
      for (JsonObject part : delta.objects("content")) {
        if (part.text("type", "").equals("thinking")) {
          think("content", OpenAiReplyReader.thought(part), events);
        } else {
          text(part.text("text", ""), events);
        }
      }
    } else {
      text(delta.text("content", ""), events);
    }
    JsonObject audio = delta.object("audio");
    if (audio != null) {
      text(audio.text("transcript", ""), events);
    }
    String refusal = delta.text("refusal", "");
    if (!refusal.isEmpty()) {
      refused = true;
      close(events);
      events.accept(new AnswerEvent.RefusalDelta(number, refusal));
    }
  }

  private void calls(JsonObject delta, Consumer<AnswerEvent> events) throws MalformedBody {
    for (JsonObject fragment : delta.objects("tool_calls")) {
      close(events);
      JsonObject function = fragment.object("function");
      call(
          find(fragment, fragment.text("id", "")),
          function,
          OpenAiReplyReader.signature(fragment),
          events);
    }
    JsonObject function = delta.object("function_call");
    if (function != null) {
      close(events);
      call(calls.isEmpty() ? add(0, "") : calls.getFirst(), function, null, events);
    }
  }

  /** Some servers leave the index out or give every call the same one: a new id is a new call. */
  private Call find(JsonObject fragment, String id) throws MalformedBody {
    long index = fragment.has("index") ? fragment.count("index") : -1;
    for (int i = calls.size() - 1; i >= 0; i--) {
      Call call = calls.get(i);
      boolean same = index < 0 || call.index == index;
      if (same && (id.isEmpty() || call.id.equals(id))) {
        return call;
      }
      if (same && index >= 0) {
        break;
      }
    }
    return add(index < 0 ? calls.size() : index, id);
  }

  private Call add(long index, String given) throws MalformedBody {
    if (calls.size() >= MOST_CALLS) {
      throw new MalformedBody("tool_calls", "the answer calls more than " + MOST_CALLS + " tools");
    }
    Call call =
        new Call(index, given.isEmpty() ? OpenAiCallIds.of(answer, number, calls.size()) : given);
    calls.add(call);
    return call;
  }

  private void call(
      Call call,
      @Nullable JsonObject function,
      @Nullable Signature signature,
      Consumer<AnswerEvent> events)
      throws MalformedBody {
    String name = function == null ? "" : function.text("name", "");
    String arguments = function == null ? "" : OpenAiReplyReader.arguments(function);
    int index = calls.indexOf(call);
    if (!call.begun && !name.isEmpty()) {
      call.begun = true;
      events.accept(new AnswerEvent.CallStarted(number, index, call.id, name, signature));
      arguments = call.early + arguments;
      call.early.setLength(0);
    }
    if (!call.begun) {
      call.early.append(arguments);
    } else if (!arguments.isEmpty()) {
      call.hasArguments = true;
      events.accept(new AnswerEvent.CallArguments(number, index, arguments));
    }
  }

  private void finish(String reason, Consumer<AnswerEvent> events) throws MalformedBody {
    finished = true;
    close(events);
    for (int i = 0; i < calls.size(); i++) {
      if (!calls.get(i).begun) {
        throw new MalformedBody("tool_calls", "a tool is called that has no name");
      }
      if (!calls.get(i).hasArguments) {
        events.accept(new AnswerEvent.CallArguments(number, i, "{}"));
      }
    }
    events.accept(
        new AnswerEvent.Finished(
            number, OpenAiFinish.read(reason, refused, !calls.isEmpty()), null));
  }
}
