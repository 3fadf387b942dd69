package dev.breakwater.wire.gemini;

import dev.breakwater.wire.conversation.Calls;
import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Media;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Signature;
import dev.breakwater.wire.conversation.Turn;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.format.Dropped;
import dev.breakwater.wire.format.Inexpressible;
import dev.breakwater.wire.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the parts of turns. The signature of thoughts goes back to the part that follows them,
 * where Gemini had put it; thoughts of other vendors' models are left out.
 */
final class GeminiTurnWriter {
  private final Calls calls;
  private final GeminiModel model;
  private final Dropped dropped;

  /** Whether thoughts without a signature can be Gemini's own. */
  private final boolean fromGemini;

  private ArrayNode parts = Json.array();
  private @Nullable String pending;
  private boolean called;

  GeminiTurnWriter(Conversation conversation, GeminiModel model, Dropped dropped) {
    this.calls = Calls.of(conversation);
    this.model = model;
    this.dropped = dropped;
    this.fromGemini = conversation.extras().vendor() == Vendor.GOOGLE;
  }

  ArrayNode parts(Turn turn) throws Inexpressible {
    parts = Json.array();
    pending = null;
    called = false;
    for (Part part : turn.parts()) {
      switch (part) {
        case Part.Text text -> add(GeminiPartTrees.text(text.text()));
        case Part.Refusal refusal -> add(GeminiPartTrees.text(refusal.text()));
        case Part.Attachment attachment -> add(attachment(attachment));
        case Part.ToolCall call -> call(call);
        case Part.ToolResult result -> result(result);
        case Part.Thinking thinking -> thinking(thinking);
        case Part.HiddenThinking hidden -> {}
        case Part.CachePoint point -> dropped.add("cache_control");
      }
    }
    flush();
    return parts;
  }

  private void add(ObjectNode part) {
    parts.add(GeminiPartTrees.signed(part, pending));
    pending = null;
  }

  private void thinking(Part.Thinking thinking) {
    flush();
    Signature signature = thinking.signature();
    boolean ours = signature == null ? fromGemini : signature.maker() == Vendor.GOOGLE;
    if (!ours) {
      return;
    }
    if (!thinking.text().isEmpty()) {
      parts.add(GeminiPartTrees.thought(thinking.text()));
    }
    pending = signature == null ? null : signature.value();
  }

  /** A signature that no part followed stays with the thoughts, or stands alone. */
  private void flush() {
    if (pending == null) {
      return;
    }
    boolean onThought =
        !parts.isEmpty()
            && parts.get(parts.size() - 1) instanceof ObjectNode last
            && last.has("thought")
            && !last.has("thoughtSignature");
    ObjectNode part =
        onThought ? (ObjectNode) parts.remove(parts.size() - 1) : GeminiPartTrees.text("");
    add(part);
  }

  private void call(Part.ToolCall call) {
    Signature own = call.signature();
    String signature = own != null && own.maker() == Vendor.GOOGLE ? own.value() : null;
    if (signature == null) {
      signature = pending;
      pending = null;
    } else if (signature.equals(pending)) {
      pending = null;
    }
    flush();
    // Of calls made together Gemini signs the first alone.
    if (signature == null && !called && model.demandsSignatures()) {
      signature = GeminiSignatures.NONE;
    }
    called = true;
    ObjectNode part = GeminiPartTrees.call(call.id(), call.name(), call.arguments());
    parts.add(GeminiPartTrees.signed(part, signature));
  }

  private void result(Part.ToolResult result) throws Inexpressible {
    String name = calls.name(result);
    ObjectNode part = Json.object();
    ObjectNode response = part.putObject("functionResponse").put("id", result.callId());
    response.put("name", name == null ? "tool" : name);
    List<ObjectNode> media = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (Part piece : result.content()) {
      if (piece instanceof Part.Attachment attachment) {
        media.add(attachment(attachment));
      } else if (piece instanceof Part.Text said) {
        text.append(text.isEmpty() ? "" : "\n").append(said.text());
      }
    }
    response.set("response", response(text.toString(), result.isError()));
    parts.add(part);
    if (!media.isEmpty() && model.hasMediaInResults()) {
      response.putArray("parts").addAll(media);
    } else {
      parts.addAll(media);
    }
  }

  private static ObjectNode response(String text, boolean failed) {
    ObjectNode object = GeminiPartTrees.object(text);
    if (failed) {
      ObjectNode error = Json.object();
      return object == null ? error.put("error", text) : error.set("error", object);
    }
    boolean ambiguous =
        object != null
            && object.size() == 1
            && (object.has("error") || object.has("output") || object.has("result"));
    if (object == null) {
      return text.isEmpty() ? Json.object() : Json.object().put("output", text);
    }
    return ambiguous ? Json.object().set("output", object) : object;
  }

  private ObjectNode attachment(Part.Attachment attachment) throws Inexpressible {
    dropped.addIf(attachment.name() != null, "filename");
    String detail = attachment.detail();
    dropped.addIf(detail != null && !detail.equals("auto"), "detail");
    return switch (attachment.media()) {
      case Media.Inline inline -> GeminiPartTrees.inline(inline.mimeType(), inline.base64());
      case Media.PlainText text -> GeminiPartTrees.inline(text);
      case Media.Link link -> link(link);
      case Media.Uploaded uploaded -> {
        if (uploaded.vendor() != Vendor.GOOGLE) {
          throw new Inexpressible(
              "file_id", "a file uploaded to another vendor cannot be read by a Gemini model");
        }
        yield GeminiPartTrees.file(uploaded.mimeType(), uploaded.kind(), uploaded.id());
      }
    };
  }

  private ObjectNode link(Media.Link link) throws Inexpressible {
    boolean film = GeminiPartReader.isFilm(link.url());
    if (!film && !model.fetchesLinks()) {
      throw new Inexpressible(
          "url", "this Gemini model fetches no links; send the file's content instead");
    }
    return GeminiPartTrees.file(film ? "video/mp4" : link.mimeType(), link.kind(), link.url());
  }
}
