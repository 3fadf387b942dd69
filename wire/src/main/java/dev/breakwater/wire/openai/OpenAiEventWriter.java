package dev.breakwater.wire.openai;

import dev.breakwater.wire.conversation.AnswerEvent;
import dev.breakwater.wire.conversation.Signature;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.format.Asked;
import dev.breakwater.wire.format.EventWriter;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonText;
import dev.breakwater.wire.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/** Writes chat completion chunks: the role first, then what is said, the finish reason, usage. */
final class OpenAiEventWriter implements EventWriter {
  private static final byte[] DATA = JsonText.bytes("data: ");
  private static final byte[] BLANK = JsonText.bytes("\n\n");
  private static final byte[] DONE = JsonText.bytes("data: [DONE]\n\n");

  private final boolean includeUsage;
  private final boolean functions;
  private final boolean thoughts;
  private final long created;
  private final List<Choice> choices = new ArrayList<>();
  private String id = "";
  private String model = "";
  private @Nullable Tokens tokens;

  /** What must be known of a choice to go on with it. */
  private static final class Choice {
    boolean begun;
    boolean refused;
    int detail;

    /** Characters of text so far, and how many of them a citation has covered. */
    long text;

    long cited;
  }

  /**
   * @param created seconds since 1970, on every chunk
   */
  OpenAiEventWriter(Asked asked, long created) {
    this.includeUsage = asked.includeUsage();
    this.functions = asked.functions();
    this.thoughts = OpenAiReplyWriter.showsThoughts(asked);
    this.created = created;
  }

  @Override
  public void write(AnswerEvent event, ByteSink out) {
    switch (event) {
      case AnswerEvent.Started started -> {
        id = started.id();
        model = started.model();
        choice(0, out);
      }
      case AnswerEvent.TextDelta delta -> {
        choice(delta.choice(), out).text += delta.text().length();
        close(delta(delta.choice(), out).field("content", delta.text()), null, out);
      }
      case AnswerEvent.RefusalDelta delta -> {
        choice(delta.choice(), out).refused = true;
        close(delta(delta.choice(), out).field("refusal", delta.text()), null, out);
      }
      case AnswerEvent.ThinkingDelta delta -> thinking(delta.choice(), delta.text(), null, out);
      case AnswerEvent.ThinkingSigned signed ->
          thinking(signed.choice(), "", signed.signature(), out);
      case AnswerEvent.ThinkingHidden hidden -> hidden(hidden, out);
      case AnswerEvent.CallStarted call -> started(call, out);
      case AnswerEvent.CallArguments call -> arguments(call, out);
      case AnswerEvent.Cited cited -> cited(cited, out);
      case AnswerEvent.Attached attached -> attached(attached, out);
      case AnswerEvent.Probabilities probabilities -> probabilities(probabilities, out);
      case AnswerEvent.Finished finished -> finished(finished, out);
      case AnswerEvent.Used used -> tokens = used.tokens();
      case AnswerEvent.Failed failed ->
          out.write(DATA).write(Json.write(OpenAiProblems.tree(failed.problem()))).write(BLANK);
      case AnswerEvent.Ended ended -> {}
    }
  }

  @Override
  public void end(ByteSink out) {
    if (includeUsage && tokens != null) {
      JsonWriter json = envelope(out).array("choices").end();
      OpenAiUsage.write(tokens, json.name("usage"));
      json.end();
      out.write(BLANK);
    }
    out.write(DONE);
  }

  /** The choice; at its first event its role goes out. */
  private Choice choice(int index, ByteSink out) {
    while (choices.size() <= index) {
      choices.add(new Choice());
    }
    Choice choice = choices.get(index);
    if (!choice.begun) {
      choice.begun = true;
      JsonWriter json = delta(index, out).field("role", "assistant");
      close(json.field("content", "").nullField("refusal"), null, out);
    }
    return choice;
  }

  private void thinking(int index, String text, @Nullable Signature signature, ByteSink out) {
    if (!thoughts) {
      return;
    }
    Choice choice = choice(index, out);
    JsonWriter json = delta(index, out);
    if (!text.isEmpty()) {
      json.field("reasoning_content", text);
    }
    json.array("reasoning_details").object().field("type", "reasoning.text").field("text", text);
    if (signature != null) {
      json.field("signature", signature.shownTo(Vendor.OPENAI));
      json.field("format", OpenAiThoughts.format(signature));
    }
    json.field("id", OpenAiThoughts.id(choice.detail));
    json.field("index", choice.detail).end().end();
    close(json, null, out);
    if (signature != null) {
      choice.detail++;
    }
  }

  private void hidden(AnswerEvent.ThinkingHidden hidden, ByteSink out) {
    if (!thoughts) {
      return;
    }
    Choice choice = choice(hidden.choice(), out);
    JsonWriter json = delta(hidden.choice(), out).array("reasoning_details").object();
    json.field("type", "reasoning.encrypted");
    json.field("data", hidden.data().shownTo(Vendor.OPENAI));
    json.field("format", OpenAiThoughts.format(hidden.data()));
    json.field("id", OpenAiThoughts.id(choice.detail));
    json.field("index", choice.detail++).end().end();
    close(json, null, out);
  }

  private void started(AnswerEvent.CallStarted call, ByteSink out) {
    choice(call.choice(), out);
    if (functions) {
      if (call.call() == 0) {
        JsonWriter json = delta(call.choice(), out).object("function_call");
        close(json.field("name", call.name()).field("arguments", "").end(), null, out);
      }
      return;
    }
    JsonWriter json = delta(call.choice(), out).array("tool_calls").object();
    json.field("index", call.call()).field("id", call.id()).field("type", "function");
    json.object("function").field("name", call.name()).field("arguments", "").end();
    if (thoughts && call.signature() != null) {
      OpenAiReplyWriter.signature(call.signature(), json);
    }
    close(json.end().end(), null, out);
  }

  private void arguments(AnswerEvent.CallArguments call, ByteSink out) {
    if (functions) {
      if (call.call() == 0) {
        JsonWriter json = delta(call.choice(), out).object("function_call");
        close(json.field("arguments", call.fragment()).end(), null, out);
      }
      return;
    }
    JsonWriter json = delta(call.choice(), out).array("tool_calls").object();
    json.field("index", call.call()).object("function").field("arguments", call.fragment());
    close(json.end().end().end(), null, out);
  }

  private void cited(AnswerEvent.Cited cited, ByteSink out) {
    Choice choice = choice(cited.choice(), out);
    if (OpenAiAnnotations.isShown(cited.citation())) {
      JsonWriter json = delta(cited.choice(), out).array("annotations");
      OpenAiAnnotations.write(cited.citation(), choice.cited, choice.text, json);
      close(json.end(), null, out);
    }
    choice.cited = choice.text;
  }

  private void attached(AnswerEvent.Attached attached, ByteSink out) {
    ArrayNode images = Json.array();
    OpenAiReplyWriter.image(attached.media(), images);
    if (!images.isEmpty()) {
      choice(attached.choice(), out);
      close(delta(attached.choice(), out).field("images", images), null, out);
    }
  }

  private void probabilities(AnswerEvent.Probabilities probabilities, ByteSink out) {
    choice(probabilities.choice(), out);
    JsonWriter json = delta(probabilities.choice(), out).field("content", "").end();
    OpenAiProbabilities.write(probabilities.tokens(), json.name("logprobs"));
    finish(json, null, out);
  }

  private void finished(AnswerEvent.Finished finished, ByteSink out) {
    boolean refused = choice(finished.choice(), out).refused;
    String reason = OpenAiFinish.write(finished.reason(), refused, functions);
    close(delta(finished.choice(), out), reason, out);
  }

  private JsonWriter envelope(ByteSink out) {
    JsonWriter json = new JsonWriter(out.write(DATA)).object();
    OpenAiReplyWriter.envelope(json, "chat.completion.chunk", id, model, created);
    return json;
  }

  /** Opens a chunk up to the members of its delta. */
  private JsonWriter delta(int choice, ByteSink out) {
    return envelope(out).array("choices").object().field("index", choice).object("delta");
  }

  /** Closes what {@link #delta} has opened. */
  private void close(JsonWriter json, @Nullable String finish, ByteSink out) {
    finish(json.end().nullField("logprobs"), finish, out);
  }

  private void finish(JsonWriter json, @Nullable String finish, ByteSink out) {
    json.field("finish_reason", finish).end().end();
    if (includeUsage) {
      json.nullField("usage");
    }
    json.end();
    out.write(BLANK);
  }
}
