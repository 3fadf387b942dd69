package dev.breakwater.wire.openai;

import dev.breakwater.wire.conversation.AnswerEvent;
import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Reply;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.EventWriter;
import dev.breakwater.wire.format.Texts;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonText;
import dev.breakwater.wire.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/** Writes completions of a prompt, whole and in pieces, which have one shape; text is all. */
final class CompletionWriter implements EventWriter {
  private static final byte[] DATA = JsonText.bytes("data: ");
  private static final byte[] BLANK = JsonText.bytes("\n\n");
  private static final byte[] DONE = JsonText.bytes("data: [DONE]\n\n");

  private final boolean includeUsage;
  private final long created;
  private String id = "";
  private String model = "";
  private @Nullable Tokens tokens;

  /**
   * @param created seconds since 1970
   */
  CompletionWriter(boolean includeUsage, long created) {
    this.includeUsage = includeUsage;
    this.created = created;
  }

  static byte[] write(Reply reply, long created) {
    ByteSink out = new ByteSink(1024);
    CompletionWriter writer = new CompletionWriter(false, created);
    writer.id = reply.id();
    writer.model = reply.model();
    JsonWriter json = writer.envelope(out);
    for (int i = 0; i < reply.choices().size(); i++) {
      StringBuilder text = new StringBuilder();
      for (Part part : reply.choices().get(i).parts()) {
        text.append(Texts.of(part));
      }
      choice(i, text.toString(), reply.choices().get(i).finish(), json);
    }
    json.end();
    Tokens tokens = reply.tokens();
    if (tokens != null) {
      OpenAiUsage.write(tokens, json.name("usage"));
    }
    json.end();
    return out.take();
  }

  @Override
  public void write(AnswerEvent event, ByteSink out) {
    switch (event) {
      case AnswerEvent.Started started -> {
        id = started.id();
        model = started.model();
      }
      case AnswerEvent.TextDelta delta -> chunk(delta.choice(), delta.text(), null, out);
      case AnswerEvent.RefusalDelta delta -> chunk(delta.choice(), delta.text(), null, out);
      case AnswerEvent.Finished finished -> chunk(finished.choice(), "", finished.reason(), out);
      case AnswerEvent.Used used -> tokens = used.tokens();
      case AnswerEvent.Failed failed ->
          out.write(DATA).write(Json.write(OpenAiProblems.tree(failed.problem()))).write(BLANK);
      case AnswerEvent.ThinkingDelta thinking -> {}
      case AnswerEvent.ThinkingSigned signed -> {}
      case AnswerEvent.ThinkingHidden hidden -> {}
      case AnswerEvent.CallStarted call -> {}
      case AnswerEvent.CallArguments arguments -> {}
      case AnswerEvent.Cited cited -> {}
      case AnswerEvent.Attached attached -> {}
      case AnswerEvent.Probabilities probabilities -> {}
      case AnswerEvent.Ended ended -> {}
    }
  }

  @Override
  public void end(ByteSink out) {
    if (includeUsage && tokens != null) {
      JsonWriter json = envelope(out.write(DATA)).end();
      OpenAiUsage.write(tokens, json.name("usage"));
      json.end();
      out.write(BLANK);
    }
    out.write(DONE);
  }

  private void chunk(int index, String text, @Nullable FinishReason reason, ByteSink out) {
    JsonWriter json = envelope(out.write(DATA));
    choice(index, text, reason, json);
    json.end();
    if (includeUsage) {
      json.nullField("usage");
    }
    json.end();
    out.write(BLANK);
  }

  /** Opens a completion up to its choices. */
  private JsonWriter envelope(ByteSink out) {
    JsonWriter json = new JsonWriter(out).object();
    OpenAiReplyWriter.envelope(json, "text_completion", id, model, created);
    return json.array("choices");
  }

  private static void choice(
      int index, String text, @Nullable FinishReason reason, JsonWriter json) {
    json.object().field("text", text).field("index", index).nullField("logprobs");
    json.field("finish_reason", reason == null ? null : OpenAiFinish.write(reason, true, false));
    json.end();
  }
}
