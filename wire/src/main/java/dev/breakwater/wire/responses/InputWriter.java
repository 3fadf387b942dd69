package dev.breakwater.wire.responses;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Media;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Signature;
import dev.breakwater.wire.conversation.Turn;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.format.CallIds;
import dev.breakwater.wire.format.Dropped;
import dev.breakwater.wire.format.Inexpressible;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.PrefixedSlice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes turns as the items of a request's input. */
final class InputWriter {
  /** OpenAI refuses longer ids of calls. */
  private static final int LONGEST_CALL_ID = 64;

  private static final int ROOM = 16 * 1024;

  private final ArrayNode input;
  private final Dropped dropped;

  InputWriter(ArrayNode input, Dropped dropped) {
    this.input = input;
    this.dropped = dropped;
  }

  /** About how many bytes a request will have: what is large in it counts. */
  static int size(Conversation conversation) {
    long size = ROOM;
    for (Part part : conversation.system()) {
      size += size(part);
    }
    for (Turn turn : conversation.turns()) {
      for (Part part : turn.parts()) {
        size += size(part);
      }
    }
    return (int) Math.min(size, Json.LONGEST);
  }

  private static long size(Part part) {
    return switch (part) {
      case Part.Text text -> 64L + text.text().length();
      case Part.Refusal refusal -> 64L + refusal.text().length();
      case Part.ToolCall call -> 256L + call.arguments().length();
      case Part.Thinking thinking -> 256L + thinking.text().length() + size(thinking.signature());
      case Part.HiddenThinking hidden -> size(hidden.data());
      case Part.Attachment attachment ->
          attachment.media() instanceof Media.Inline inline
              ? 256L + inline.base64().length()
              : 1024L;
      case Part.ToolResult result -> {
        long size = 256;
        for (Part inside : result.content()) {
          size += size(inside);
        }
        yield size;
      }
      case Part.CachePoint point -> 0;
    };
  }

  private static long size(@Nullable Signature signature) {
    return signature == null ? 0 : signature.value().length();
  }

  void write(List<Turn> turns) throws Inexpressible {
    for (int index = 0; index < turns.size(); index++) {
      Turn turn = turns.get(index);
      switch (turn.role()) {
        case USER -> user(turn.parts());
        case ASSISTANT -> assistant(turn.parts(), "t" + index);
      }
    }
  }

  private void user(List<Part> parts) throws Inexpressible {
    List<Part> said = new ArrayList<>();
    for (Part part : parts) {
      if (part instanceof Part.ToolResult result) {
        message(said);
        said.clear();
        result(result);
      } else {
        said.add(part);
      }
    }
    message(said);
  }

  private void message(List<Part> said) throws Inexpressible {
    if (said.isEmpty()) {
      return;
    }
    ObjectNode message = Json.object().put("role", "user");
    content(message, "content", said);
    input.add(message);
  }

  private void result(Part.ToolResult result) throws Inexpressible {
    ObjectNode item =
        input
            .addObject()
            .put("type", "function_call_output")
            .put("call_id", CallIds.accepted(result.callId(), LONGEST_CALL_ID));
    content(item, "output", result.content());
    dropped.addIf(result.isError(), "is_error");
  }

  /** A single text as a string, everything else as a list. */
  private void content(ObjectNode holder, String field, List<Part> parts) throws Inexpressible {
    dropped.addIf(parts.stream().anyMatch(Part.CachePoint.class::isInstance), "cache_control");
    if (parts.isEmpty()) {
      holder.put(field, "");
      return;
    }
    if (parts.size() == 1 && parts.getFirst() instanceof Part.Text text) {
      holder.put(field, text.text());
      return;
    }
    ArrayNode content = holder.putArray(field);
    for (Part part : parts) {
      switch (part) {
        case Part.Text text -> text(content, text.text());
        case Part.Refusal refusal -> text(content, refusal.text());
        case Part.Attachment attachment -> attachment(content, attachment);
        case Part.Thinking thinking -> {}
        case Part.HiddenThinking hidden -> {}
        case Part.ToolCall call -> {}
        case Part.ToolResult result -> {}
        case Part.CachePoint point -> {}
      }
    }
  }

  private static void text(ArrayNode content, String text) {
    content.addObject().put("type", "input_text").put("text", text);
  }

  private static void attachment(ArrayNode content, Part.Attachment attachment)
      throws Inexpressible {
    Media media = attachment.media();
    if (media instanceof Media.PlainText text) {
      text(content, text.text());
      return;
    }
    switch (media.kindOf()) {
      case IMAGE -> {
        ObjectNode part = content.addObject().put("type", "input_image");
        String detail = attachment.detail();
        part.put("detail", detail == null ? "auto" : detail);
        source(part, media, "image_url", "image_url");
      }
      case DOCUMENT -> {
        ObjectNode part = content.addObject().put("type", "input_file");
        String name = attachment.name();
        if (media instanceof Media.Inline inline) {
          part.put("filename", name == null ? "document." + ending(inline.mimeType()) : name);
        } else if (name != null) {
          part.put("filename", name);
        }
        source(part, media, "file_data", "file_url");
      }
      case AUDIO -> throw new Inexpressible("input_audio", "OpenAI's Responses take no sound");
      case VIDEO -> throw new Inexpressible("video", "OpenAI's Responses take no films");
    }
  }

  private static String ending(String mimeType) {
    return switch (mimeType) {
      case "text/plain" -> "txt";
      case "text/markdown" -> "md";
      default -> mimeType.substring(mimeType.lastIndexOf('/') + 1);
    };
  }

  private static void source(ObjectNode part, Media media, String data, String link)
      throws Inexpressible {
    switch (media) {
      case Media.Inline inline -> part.set(data, url(inline));
      case Media.Link url -> part.put(link, url.url());
      case Media.Uploaded file -> {
        if (file.vendor() != Vendor.OPENAI) {
          throw new Inexpressible(
              "file_id", "a file uploaded to another vendor is not known to OpenAI");
        }
        part.put("file_id", file.id());
      }
      case Media.PlainText text -> throw new IllegalStateException("plain text is no source");
    }
  }

  private static JsonNode url(Media.Inline inline) {
    return JsonNodeFactory.instance.pojoNode(
        new PrefixedSlice("data:" + inline.mimeType() + ";base64,", inline.base64()));
  }

  /** A provider is shown its own thoughts only; a single text is a message in short. */
  private void assistant(List<Part> parts, String base) {
    List<Part> own = new ArrayList<>();
    for (Part part : parts) {
      switch (part) {
        case Part.Thinking thinking -> addIf(isOwn(thinking.signature()), own, thinking);
        case Part.HiddenThinking hidden -> addIf(isOwn(hidden.data()), own, hidden);
        case Part.ToolCall call ->
            own.add(
                new Part.ToolCall(
                    CallIds.accepted(call.id(), LONGEST_CALL_ID), call.name(), call.arguments()));
        case Part.CachePoint point -> dropped.add("cache_control");
        case Part.Text text -> own.add(sourced(text));
        case Part.Refusal refusal -> own.add(refusal);
        case Part.Attachment attachment -> own.add(attachment);
        case Part.ToolResult result -> {}
      }
    }
    if (own.size() == 1 && own.getFirst() instanceof Part.Text text && text.citations().isEmpty()) {
      input.addObject().put("role", "assistant").put("content", text.text());
      return;
    }
    OutputItems.of(base, own, List.of()).forEach(input::add);
  }

  /** Files that other vendors' models have cited are none of OpenAI's. */
  private static Part sourced(Part.Text text) {
    return new Part.Text(
        text.text(), text.citations().stream().filter(it -> it.source() != null).toList());
  }

  private static boolean isOwn(@Nullable Signature signature) {
    return signature != null && signature.maker() == Vendor.OPENAI;
  }

  private static void addIf(boolean wanted, List<Part> parts, Part part) {
    if (wanted) {
      parts.add(part);
    }
  }
}
