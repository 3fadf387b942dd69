package dev.breakwater.wire.bedrock;

import dev.breakwater.wire.conversation.Media;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Role;
import dev.breakwater.wire.conversation.Turn;
import dev.breakwater.wire.format.CallArguments;
import dev.breakwater.wire.format.CallIds;
import dev.breakwater.wire.format.Dropped;
import dev.breakwater.wire.format.Inexpressible;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonSlice;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes parts as Converse's blocks. */
final class BedrockBlockWriter {
  private static final int LONGEST_ID = 64;
  private static final int LONGEST_NAME = 200;

  /** Stands where a text must not be blank: beside a document, and as a tool's result. */
  private static final String NO_WORDS = "(no text)";

  private static final Map<String, String> IMAGES =
      Map.of("image/png", "png", "image/jpeg", "jpeg", "image/gif", "gif", "image/webp", "webp");
  private static final Map<String, String> VIDEOS =
      Map.of(
          "video/mp4", "mp4",
          "video/quicktime", "mov",
          "video/x-matroska", "mkv",
          "video/webm", "webm",
          "video/x-flv", "flv",
          "video/mpeg", "mpeg",
          "video/x-ms-wmv", "wmv",
          "video/3gpp", "three_gp");
  private static final Map<String, String> DOCUMENTS =
      Map.of(
          "application/pdf", "pdf",
          "text/csv", "csv",
          "text/html", "html",
          "text/markdown", "md",
          "application/msword", "doc",
          "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx",
          "application/vnd.ms-excel", "xls",
          "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx");

  private final Dropped dropped;
  private final boolean citations;
  private final boolean caches;

  /** Names of documents, which must differ. */
  private final Set<String> names = new HashSet<>();

  /**
   * @param citations whether the documents' citations are asked for
   * @param caches whether the model knows cache points
   */
  BedrockBlockWriter(Dropped dropped, boolean citations, boolean caches) {
    this.dropped = dropped;
    this.citations = citations;
    this.caches = caches;
  }

  ObjectNode message(Turn turn) throws Inexpressible {
    ObjectNode message = Json.object();
    message.put(
        "role",
        switch (turn.role()) {
          case USER -> "user";
          case ASSISTANT -> "assistant";
        });
    ArrayNode content = message.putArray("content");
    boolean document = false;
    boolean text = false;
    for (Part part : turn.parts()) {
      if (part instanceof Part.Attachment && turn.role() == Role.ASSISTANT) {
        throw new Inexpressible("messages", "the model cannot be told of media that it has made");
      }
      part(part, content);
      text |= part instanceof Part.Text;
      document |=
          part instanceof Part.Attachment attachment
              && attachment.media().kindOf() == Media.Kind.DOCUMENT;
    }
    if (document && !text) {
      content.addObject().put("text", NO_WORDS);
    }
    return message;
  }

  private void part(Part part, ArrayNode content) throws Inexpressible {
    switch (part) {
      case Part.Text text -> content.addObject().put("text", text.text());
      case Part.Refusal refusal -> content.addObject().put("text", refusal.text());
      case Part.Attachment attachment -> attachment(attachment, content.addObject());
      case Part.ToolCall call -> {
        ObjectNode use = content.addObject().putObject("toolUse");
        use.put("toolUseId", CallIds.accepted(call.id(), LONGEST_ID)).put("name", call.name());
        use.set("input", CallArguments.object(call.arguments()));
      }
      case Part.ToolResult result -> result(result, content.addObject().putObject("toolResult"));
      case Part.Thinking thinking -> {
        ObjectNode text = content.addObject().putObject("reasoningContent");
        text.putObject("reasoningText")
            .put("text", thinking.text())
            .put("signature", thinking.signature() == null ? "" : thinking.signature().value());
      }
      case Part.HiddenThinking hidden ->
          content
              .addObject()
              .putObject("reasoningContent")
              .put("redactedContent", hidden.data().value());
      case Part.CachePoint point -> cachePoint(content);
    }
  }

  void cachePoint(ArrayNode blocks) {
    dropped.addIf(!caches, "cache_control");
    if (caches && !blocks.isEmpty()) {
      blocks.addObject().putObject("cachePoint").put("type", "default");
    }
  }

  private void result(Part.ToolResult result, ObjectNode written) throws Inexpressible {
    written.put("toolUseId", CallIds.accepted(result.callId(), LONGEST_ID));
    ArrayNode content = written.putArray("content");
    for (Part part : result.content()) {
      boolean said = !(part instanceof Part.Text text && text.text().isBlank());
      if (said && !(part instanceof Part.CachePoint)) {
        part(part, content);
      }
    }
    if (content.isEmpty()) {
      content.addObject().put("text", NO_WORDS);
    }
    if (result.isError()) {
      written.put("status", "error");
    }
  }

  private void attachment(Part.Attachment attachment, ObjectNode block) throws Inexpressible {
    dropped.addIf(attachment.detail() != null && !attachment.detail().equals("auto"), "detail");
    switch (attachment.media()) {
      case Media.Inline inline ->
          media(inline.mimeType(), attachment.name(), block)
              .putObject("source")
              .putPOJO("bytes", inline.base64());
      case Media.PlainText text ->
          media(text.mimeType(), attachment.name(), block)
              .putObject("source")
              .putPOJO("bytes", encoded(text.text()));
      case Media.Link link -> {
        if (!link.url().startsWith("s3://")) {
          throw new Inexpressible(
              "image_url", "Bedrock fetches no links; give the content itself, or a link to S3");
        }
        String type = link.mimeType() == null ? guessed(link.url()) : link.mimeType();
        media(type, attachment.name(), block)
            .putObject("source")
            .putObject("s3Location")
            .put("uri", link.url());
      }
      case Media.Uploaded uploaded ->
          throw new Inexpressible(
              "file_id", "a file that was uploaded to another vendor is unknown to Bedrock");
    }
  }

  private static JsonSlice encoded(String text) {
    return JsonSlice.of(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** By the ending of a link's name. */
  private static String guessed(String url) {
    String ending = url.substring(url.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return switch (ending) {
      case "png", "gif", "webp", "jpeg" -> "image/" + ending;
      case "jpg" -> "image/jpeg";
      case "mp4", "webm", "mpeg" -> "video/" + ending;
      case "pdf" -> "application/pdf";
      case "csv", "html" -> "text/" + ending;
      case "md" -> "text/markdown";
      default -> "text/plain";
    };
  }

  /** The object that its source goes into. */
  private ObjectNode media(String type, @Nullable String name, ObjectNode block)
      throws Inexpressible {
    String image = IMAGES.get(type);
    if (image != null) {
      return block.putObject("image").put("format", image);
    }
    String video = VIDEOS.get(type);
    if (video != null) {
      return block.putObject("video").put("format", video);
    }
    String format = type.startsWith("text/") ? "txt" : "";
    format = DOCUMENTS.getOrDefault(type, format);
    if (format.isEmpty()) {
      throw new Inexpressible("messages", "Bedrock's models cannot be shown " + type);
    }
    ObjectNode document = block.putObject("document").put("format", format);
    document.put("name", unique(name == null ? "document" : name));
    if (citations) {
      document.putObject("citations").put("enabled", true);
    }
    return document;
  }

  /** Letters, digits, single spaces, hyphens and brackets only. */
  private String unique(String name) {
    String plain = name.replaceAll("[^a-zA-Z0-9\\-()\\[\\]]+", " ").strip();
    plain = plain.length() > LONGEST_NAME - 8 ? plain.substring(0, LONGEST_NAME - 8) : plain;
    plain = plain.isBlank() ? "document" : plain.strip();
    String made = plain;
    for (int i = 2; !names.add(made); i++) {
      made = plain + " " + i;
    }
    return made;
  }
}
