package dev.breakwater.wire.anthropic;

import dev.breakwater.wire.conversation.Media;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Role;
import dev.breakwater.wire.conversation.Turn;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.format.CallArguments;
import dev.breakwater.wire.format.CallIds;
import dev.breakwater.wire.format.Dropped;
import dev.breakwater.wire.format.Inexpressible;
import dev.breakwater.wire.format.Texts;
import dev.breakwater.wire.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes parts as blocks of a request. */
final class AnthropicBlockWriter {
  private static final Set<String> IMAGES =
      Set.of("image/jpeg", "image/png", "image/gif", "image/webp");
  private static final int LONGEST_ID = 64;

  private final Dropped dropped;
  private final boolean citations;

  /**
   * @param citations whether the documents' citations are asked for
   */
  AnthropicBlockWriter(Dropped dropped, boolean citations) {
    this.dropped = dropped;
    this.citations = citations;
  }

  ObjectNode message(Turn turn, boolean last) throws Inexpressible {
    ObjectNode message = Json.object();
    message.put(
        "role",
        switch (turn.role()) {
          case USER -> "user";
          case ASSISTANT -> "assistant";
        });
    List<Part> parts = turn.parts();
    // What the model is to go on from must not end in white space.
    boolean prefill = last && turn.role() == Role.ASSISTANT;
    String words = parts.size() == 1 ? words(parts.getFirst()) : null;
    if (words != null) {
      return message.put("content", prefill ? words.stripTrailing() : words);
    }
    ArrayNode content = message.putArray("content");
    for (Part part : parts) {
      part(part, content, turn.role() == Role.ASSISTANT);
    }
    if (prefill
        && content.get(content.size() - 1) instanceof ObjectNode block
        && block.has("text")) {
      block.put("text", block.path("text").asString("").stripTrailing());
    }
    return message;
  }

  /** A part that is text and nothing else; null for any other. */
  private static @Nullable String words(Part part) {
    boolean text = part instanceof Part.Text said && said.citations().isEmpty();
    return text || part instanceof Part.Refusal ? Texts.of(part) : null;
  }

  private void part(Part part, ArrayNode content, boolean assistant) throws Inexpressible {
    switch (part) {
      case Part.Text text -> {
        ObjectNode block = text(content, text.text());
        if (assistant) {
          AnthropicCitations.write(text.citations(), block, true);
        }
      }
      case Part.Refusal refusal -> text(content, refusal.text());
      case Part.Attachment attachment -> {
        if (assistant) {
          throw new Inexpressible("messages", "the model cannot be told of media that it has made");
        }
        attachment(attachment, content.addObject());
      }
      case Part.ToolCall call -> {
        ObjectNode block = content.addObject().put("type", "tool_use");
        block.put("id", CallIds.accepted(call.id(), LONGEST_ID)).put("name", call.name());
        block.set("input", CallArguments.object(call.arguments()));
      }
      case Part.ToolResult result -> result(result, content.addObject());
      case Part.Thinking thinking ->
          content
              .addObject()
              .put("type", "thinking")
              .put("thinking", thinking.text())
              .put("signature", thinking.signature() == null ? "" : thinking.signature().value());
      case Part.HiddenThinking hidden ->
          content.addObject().put("type", "redacted_thinking").put("data", hidden.data().value());
      case Part.CachePoint point -> cachePoint(content);
    }
  }

  private static ObjectNode text(ArrayNode content, String text) {
    return content.addObject().put("type", "text").put("text", text);
  }

  /** Marks what was written last, unless it is thinking, which cannot be. */
  static void cachePoint(ArrayNode blocks) {
    if (!blocks.isEmpty()
        && blocks.get(blocks.size() - 1) instanceof ObjectNode last
        && !last.path("type").asString("").endsWith("thinking")) {
      last.putObject("cache_control").put("type", "ephemeral");
    }
  }

  private void result(Part.ToolResult result, ObjectNode block) throws Inexpressible {
    block.put("type", "tool_result");
    block.put("tool_use_id", CallIds.accepted(result.callId(), LONGEST_ID));
    if (result.content().size() == 1 && result.content().getFirst() instanceof Part.Text text) {
      block.put("content", text.text());
    } else if (!result.content().isEmpty()) {
      ArrayNode content = block.putArray("content");
      for (Part part : result.content()) {
        part(part, content, false);
      }
    }
    if (result.isError()) {
      block.put("is_error", true);
    }
  }

  private void attachment(Part.Attachment attachment, ObjectNode block) throws Inexpressible {
    dropped.addIf(attachment.detail() != null && !attachment.detail().equals("auto"), "detail");
    switch (attachment.media()) {
      case Media.Inline inline -> inline(inline, attachment.name(), block);
      case Media.PlainText text -> plain(text.text(), attachment.name(), block);
      case Media.Link link -> source(link, attachment.name(), block).put("url", link.url());
      case Media.Uploaded uploaded -> {
        if (uploaded.vendor() != Vendor.ANTHROPIC) {
          throw new Inexpressible(
              "file_id", "a file that was uploaded to another vendor is unknown to Anthropic");
        }
        file(uploaded, attachment.name(), block).put("file_id", uploaded.id());
      }
    }
  }

  private void inline(Media.Inline inline, @Nullable String name, ObjectNode block)
      throws Inexpressible {
    String type = inline.mimeType();
    boolean image = IMAGES.contains(type);
    if (!image && type.startsWith("text/")) {
      plain(decoded(inline), name, block);
      return;
    }
    if (!image && !type.equals("application/pdf")) {
      throw new Inexpressible("messages", "Anthropic's models cannot be shown " + type);
    }
    block.put("type", image ? "image" : "document");
    ObjectNode source = block.putObject("source").put("type", "base64").put("media_type", type);
    source.putPOJO("data", inline.base64());
    if (!image) {
      document(name, block);
    }
  }

  static String decoded(Media.Inline inline) throws Inexpressible {
    try {
      return new String(
          Base64.getMimeDecoder().decode(inline.base64().text()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Inexpressible("messages", "an attached file is not valid base64");
    }
  }

  private void plain(String text, @Nullable String name, ObjectNode block) {
    block.put("type", "document");
    block.putObject("source").put("type", "text").put("media_type", "text/plain").put("data", text);
    document(name, block);
  }

  private ObjectNode source(Media.Link link, @Nullable String name, ObjectNode block)
      throws Inexpressible {
    String type = link.mimeType();
    boolean image = link.kind() == Media.Kind.IMAGE;
    boolean pdf =
        link.kind() == Media.Kind.DOCUMENT && (type == null || type.equals("application/pdf"));
    if (!image && !pdf) {
      throw new Inexpressible(
          "messages", "Anthropic's models can only be given links to pictures and PDFs");
    }
    return source(image, "url", name, block);
  }

  private ObjectNode file(Media.Uploaded file, @Nullable String name, ObjectNode block)
      throws Inexpressible {
    return switch (file.kind()) {
      case IMAGE -> source(true, "file", name, block);
      case DOCUMENT -> source(false, "file", name, block);
      case AUDIO, VIDEO ->
          throw new Inexpressible("messages", "Anthropic's models know no sound and no film");
    };
  }

  private ObjectNode source(boolean image, String type, @Nullable String name, ObjectNode block) {
    block.put("type", image ? "image" : "document");
    ObjectNode source = block.putObject("source").put("type", type);
    if (!image) {
      document(name, block);
    }
    return source;
  }

  private void document(@Nullable String name, ObjectNode block) {
    if (name != null) {
      block.put("title", name);
    }
    if (citations) {
      block.putObject("citations").put("enabled", true);
    }
  }
}
