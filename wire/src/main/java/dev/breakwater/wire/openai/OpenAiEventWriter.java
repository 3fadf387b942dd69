package dev.breakwater.wire.openai;

import dev.breakwater.wire.conversation.AnswerEvent;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.EventWriter;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonText;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Writes chat completion chunks: the role first, then text, the finish reason, the usage. */
final class OpenAiEventWriter implements EventWriter {
  private static final byte[] DATA = JsonText.bytes("data: ");
  private static final byte[] BLANK = JsonText.bytes("\n\n");
  private static final byte[] DONE = JsonText.bytes("data: [DONE]\n\n");

  private final boolean includeUsage;
  private final long created;
  private String id = "";
  private String model = "";
  private boolean roleWritten;
  private @Nullable Tokens tokens;

  /**
   * @param created seconds since 1970, on every chunk
   */
  OpenAiEventWriter(boolean includeUsage, long created) {
    this.includeUsage = includeUsage;
    this.created = created;
  }

  @Override
  public void write(AnswerEvent event, ByteSink out) {
    switch (event) {
      case AnswerEvent.Started started -> {
        id = started.id();
        model = started.model();
        role(out);
      }
      case AnswerEvent.TextDelta delta -> {
        role(out);
        chunk(Json.object().put("content", delta.text()), null, out);
      }
      case AnswerEvent.Finished finished -> {
        role(out);
        chunk(Json.object(), OpenAiFinish.write(finished.reason()), out);
      }
      case AnswerEvent.Used used -> tokens = used.tokens();
      case AnswerEvent.Failed failed -> send(OpenAiProblems.tree(failed.problem()), out);
      case AnswerEvent.Ended ended -> {}
      case AnswerEvent.RefusalDelta refusal ->
          write(new AnswerEvent.TextDelta(refusal.choice(), refusal.text()), out);
      case AnswerEvent.ThinkingDelta thinking -> {}
      case AnswerEvent.ThinkingSigned signed -> {}
      case AnswerEvent.ThinkingHidden hidden -> {}
      case AnswerEvent.CallStarted call -> {}
      case AnswerEvent.CallArguments arguments -> {}
      case AnswerEvent.Cited cited -> {}
      case AnswerEvent.Attached attached -> {}
      case AnswerEvent.Probabilities probabilities -> {}
    }
  }

  @Override
  public void end(ByteSink out) {
    if (includeUsage && tokens != null) {
      ObjectNode root = envelope();
      root.putArray("choices");
      root.set("usage", OpenAiReplies.usage(tokens));
      send(root, out);
    }
    out.write(DONE);
  }

  private void role(ByteSink out) {
    if (!roleWritten) {
      roleWritten = true;
      ObjectNode delta = Json.object().put("role", "assistant").put("content", "");
      delta.putNull("refusal");
      chunk(delta, null, out);
    }
  }

  private void chunk(ObjectNode delta, @Nullable String finish, ByteSink out) {
    ObjectNode root = envelope();
    ObjectNode choice = root.putArray("choices").addObject();
    choice.put("index", 0);
    choice.set("delta", delta);
    choice.putNull("logprobs");
    choice.put("finish_reason", finish);
    if (includeUsage) {
      root.putNull("usage");
    }
    send(root, out);
  }

  private ObjectNode envelope() {
    return OpenAiReplies.envelope("chat.completion.chunk", id, model, created);
  }

  private static void send(ObjectNode root, ByteSink out) {
    out.write(DATA).write(Json.write(root)).write(BLANK);
  }
}
