package dev.breakwater.wire.openai;

import dev.breakwater.wire.conversation.Media;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.format.Inexpressible;
import dev.breakwater.wire.json.JsonSlice;
import dev.breakwater.wire.json.PrefixedSlice;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Writes pictures, sounds and files as parts of a message. */
final class OpenAiAttachments {
  private static final String PDF = "application/pdf";

  private OpenAiAttachments() {}

  /** Gives about how many bytes it has. */
  static int write(Part.Attachment attachment, ObjectNode part) throws Inexpressible {
    return switch (attachment.media()) {
      case Media.Inline inline -> inline(attachment, inline, part);
      case Media.PlainText text -> plain(attachment.name(), text.text(), part);
      case Media.Link link -> link(attachment, link, part);
      case Media.Uploaded uploaded -> uploaded(uploaded, part);
    };
  }

  private static int inline(Part.Attachment attachment, Media.Inline inline, ObjectNode part)
      throws Inexpressible {
    PrefixedSlice url = dataUrl(inline);
    switch (inline.kindOf()) {
      case IMAGE -> {
        ObjectNode image = part.put("type", "image_url").putObject("image_url");
        image.putPOJO("url", url);
        detail(attachment, image);
      }
      case AUDIO -> {
        ObjectNode audio = part.put("type", "input_audio").putObject("input_audio");
        audio.putPOJO("data", inline.base64()).put("format", audioFormat(inline.mimeType()));
      }
      case VIDEO -> part.put("type", "video_url").putObject("video_url").putPOJO("url", url);
      case DOCUMENT -> {
        if (isText(inline.mimeType())) {
          return plain(attachment.name(), decoded(inline.base64()), part);
        }
        ObjectNode file = part.put("type", "file").putObject("file");
        String name = attachment.name();
        file.put("filename", name == null ? defaultName(inline.mimeType()) : name);
        file.putPOJO("file_data", url);
      }
    }
    return url.length() + 256;
  }

  static PrefixedSlice dataUrl(Media.Inline inline) {
    String type = inline.mimeType().replaceAll("[^!#-\\[\\]-~]", "");
    return new PrefixedSlice("data:" + type + ";base64,", inline.base64());
  }

  private static void detail(Part.Attachment attachment, ObjectNode image) {
    if (attachment.detail() != null) {
      image.put("detail", attachment.detail());
    }
  }

  private static String audioFormat(String mimeType) throws Inexpressible {
    return switch (mimeType) {
      case "audio/mpeg", "audio/mp3" -> "mp3";
      case "audio/wav", "audio/x-wav", "audio/wave" -> "wav";
      default ->
          throw new Inexpressible(
              "input_audio", "OpenAI's protocol takes sound as wav or mp3, not " + mimeType);
    };
  }

  /** Only PDF files are read as such; what is text anyway is given as text. */
  private static boolean isText(String mimeType) {
    return mimeType.startsWith("text/") || mimeType.equals("application/json");
  }

  private static String decoded(JsonSlice base64) throws Inexpressible {
    try {
      return new String(
          Base64.getMimeDecoder().decode(base64.text().getBytes(StandardCharsets.ISO_8859_1)),
          StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Inexpressible("file", "the document's content is no base64");
    }
  }

  private static String defaultName(String mimeType) {
    return mimeType.equals(PDF) ? "document.pdf" : "document";
  }

  private static int plain(@Nullable String name, String text, ObjectNode part) {
    part.put("type", "text").put("text", name == null ? text : name + "\n\n" + text);
    return text.length() + 256;
  }

  private static int link(Part.Attachment attachment, Media.Link link, ObjectNode part)
      throws Inexpressible {
    switch (link.kind()) {
      case IMAGE -> {
        ObjectNode image = part.put("type", "image_url").putObject("image_url");
        image.put("url", link.url());
        detail(attachment, image);
      }
      case VIDEO -> part.put("type", "video_url").putObject("video_url").put("url", link.url());
      case AUDIO, DOCUMENT ->
          throw new Inexpressible(
              link.kind() == Media.Kind.AUDIO ? "input_audio" : "file",
              "OpenAI's chat completions take no link to a sound or document, only its content");
    }
    return link.url().length() + 256;
  }

  private static int uploaded(Media.Uploaded uploaded, ObjectNode part) throws Inexpressible {
    if (uploaded.vendor() != Vendor.OPENAI) {
      throw new Inexpressible("file_id", "a file uploaded to another vendor is not at OpenAI's");
    }
    if (uploaded.kind() == Media.Kind.IMAGE) {
      throw new Inexpressible("file_id", "chat completions take no uploaded picture");
    }
    part.put("type", "file").putObject("file").put("file_id", uploaded.id());
    return 256;
  }
}
