package dev.breakwater.wire.anthropic;

import dev.breakwater.wire.conversation.AnswerEvent;
import dev.breakwater.wire.conversation.Citation;
import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.format.EventWriter;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.JsonText;
import dev.breakwater.wire.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes the events of a message. A message has one choice: the first. The stop reason goes out
 * together with the usage, which other protocols send after it: so at the end.
 */
final class AnthropicEventWriter implements EventWriter {
  private static final byte[] EVENT = JsonText.bytes("event: ");
  private static final byte[] DATA = JsonText.bytes("\ndata: ");
  private static final byte[] BLANK = JsonText.bytes("\n\n");
  private static final byte[] PING = JsonText.bytes("event: ping\ndata: {\"type\":\"ping\"}\n\n");

  private final OpenCalls calls = new OpenCalls();
  private String id = "";
  private String model = "";
  private boolean started;
  private int blocks;

  /** The kind of the block that text or thoughts go to; null when none is open. */
  private @Nullable Kind open;

  private boolean refused;
  private boolean failed;
  private Tokens tokens = Tokens.NONE;
  private AnswerEvent.@Nullable Finished finished;

  /** What goes on growing in one block. */
  private enum Kind {
    TEXT("text", "text_delta"),
    THINKING("thinking", "thinking_delta");

    private final String field;
    private final String delta;

    Kind(String field, String delta) {
      this.field = field;
      this.delta = delta;
    }
  }

  @Override
  public void write(AnswerEvent event, ByteSink out) {
    switch (event) {
      case AnswerEvent.Started start -> {
        id = start.id();
        model = start.model();
        start(out);
      }
      case AnswerEvent.TextDelta delta when delta.choice() == 0 ->
          grow(Kind.TEXT, delta.text(), out);
      case AnswerEvent.RefusalDelta refusal when refusal.choice() == 0 -> {
        refused = true;
        grow(Kind.TEXT, refusal.text(), out);
      }
      case AnswerEvent.ThinkingDelta thinking when thinking.choice() == 0 ->
          grow(Kind.THINKING, thinking.text(), out);
      case AnswerEvent.ThinkingSigned signed when signed.choice() == 0 -> {
        open(Kind.THINKING, out);
        sign(signed.signature().shownTo(Vendor.ANTHROPIC), out);
      }
      case AnswerEvent.ThinkingHidden hidden when hidden.choice() == 0 -> hidden(hidden, out);
      case AnswerEvent.CallStarted call when call.choice() == 0 -> call(call, out);
      case AnswerEvent.CallArguments arguments when arguments.choice() == 0 ->
          arguments(arguments, out);
      case AnswerEvent.Cited cited when cited.choice() == 0 -> cited(cited.citation(), out);
      case AnswerEvent.Finished finish when finish.choice() == 0 -> finished = finish;
      case AnswerEvent.Used used -> tokens = used.tokens();
      case AnswerEvent.Failed failure -> {
        failed = true;
        JsonWriter json = begin("error", out);
        json.field("error", AnthropicProblems.tree(failure.problem()).get("error"));
        done(json, out);
      }
      default -> {
        // The end, other choices, and what a message has no place for: media, probabilities.
      }
    }
  }

  @Override
  public void end(ByteSink out) {
    if (failed) {
      return;
    }
    start(out);
    close(out);
    calls.close(index -> stop(index, out));
    JsonWriter json = begin("message_delta", out).object("delta");
    FinishReason finish = finished == null ? FinishReason.OTHER : finished.reason();
    String reason = AnthropicReplies.reason(finish, calls.any(), refused);
    json.field("stop_reason", reason);
    json.field("stop_sequence", finished == null ? null : finished.stopSequence());
    json.field("stop_details", AnthropicReplies.details(reason)).nullField("container").end();
    json.field("usage", AnthropicUsage.write(tokens, false));
    done(json, out);
    done(begin("message_stop", out), out);
  }

  private void start(ByteSink out) {
    if (started) {
      return;
    }
    started = true;
    JsonWriter json = begin("message_start", out);
    AnthropicReplies.writeStart(id, model, tokens, json);
    done(json, out);
  }

  private void grow(Kind kind, String text, ByteSink out) {
    if (text.isEmpty()) {
      return;
    }
    open(kind, out);
    delta(blocks - 1, kind.delta, kind.field, text, out);
  }

  private void open(Kind kind, ByteSink out) {
    if (open == kind) {
      return;
    }
    beginBlock(out);
    open = kind;
    JsonWriter json = block(kind.field, out).field(kind.field, "");
    if (kind == Kind.THINKING) {
      json.field("signature", "");
    }
    endBlock(json, out);
  }

  /** Everything before is complete when another block begins, but for calls under way. */
  private void beginBlock(ByteSink out) {
    start(out);
    close(out);
    calls.closeComplete(index -> stop(index, out));
  }

  private JsonWriter block(String type, ByteSink out) {
    JsonWriter json = begin("content_block_start", out).field("index", blocks);
    return json.object("content_block").field("type", type);
  }

  private void endBlock(JsonWriter json, ByteSink out) {
    done(json.end(), out);
    if (blocks++ == 0) {
      out.write(PING);
    }
  }

  /** Closes the block of text or thoughts; thoughts get a signature before, as clients expect. */
  private void close(ByteSink out) {
    if (open == Kind.THINKING) {
      sign(AnthropicReplies.UNSIGNED, out);
    } else if (open == Kind.TEXT) {
      open = null;
      stop(blocks - 1, out);
    }
  }

  private void sign(String signature, ByteSink out) {
    delta(blocks - 1, "signature_delta", "signature", signature, out);
    open = null;
    stop(blocks - 1, out);
  }

  private void hidden(AnswerEvent.ThinkingHidden hidden, ByteSink out) {
    beginBlock(out);
    endBlock(
        block("redacted_thinking", out).field("data", hidden.data().shownTo(Vendor.ANTHROPIC)),
        out);
    stop(blocks - 1, out);
  }

  private void call(AnswerEvent.CallStarted call, ByteSink out) {
    beginBlock(out);
    calls.open(call.call(), blocks);
    JsonWriter json = block("tool_use", out).field("id", call.id()).field("name", call.name());
    json.object("input").end().object("caller").field("type", "direct").end();
    endBlock(json, out);
  }

  private void arguments(AnswerEvent.CallArguments arguments, ByteSink out) {
    int index = calls.grow(arguments.call(), arguments.fragment());
    if (index >= 0) {
      delta(index, "input_json_delta", "partial_json", arguments.fragment(), out);
    }
  }

  private void cited(Citation citation, ByteSink out) {
    open(Kind.TEXT, out);
    JsonWriter json = begin("content_block_delta", out).field("index", blocks - 1);
    json.object("delta").field("type", "citations_delta");
    done(json.field("citation", AnthropicCitations.tree(citation)).end(), out);
  }

  private static void delta(int index, String type, String field, String value, ByteSink out) {
    JsonWriter json = begin("content_block_delta", out).field("index", index);
    done(json.object("delta").field("type", type).field(field, value).end(), out);
  }

  private static void stop(int index, ByteSink out) {
    done(begin("content_block_stop", out).field("index", index), out);
  }

  private static JsonWriter begin(String type, ByteSink out) {
    out.write(EVENT).write(type).write(DATA);
    return new JsonWriter(out).object().field("type", type);
  }

  private static void done(JsonWriter json, ByteSink out) {
    json.end();
    out.write(BLANK);
  }
}
