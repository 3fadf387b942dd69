package dev.breakwater.wire.responses;

import dev.breakwater.wire.conversation.Media;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.JsonSlice;
import dev.breakwater.wire.json.MalformedBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the content of messages and of tools' results. */
final class ContentReader {
  /** Longer than any {@code data:} prefix. */
  private static final int HEAD = 16;

  private ContentReader() {}

  /** A field that is a text or a list of content parts. */
  static List<Part> parts(JsonObject holder, String field) throws MalformedBody {
    List<Part> parts = new ArrayList<>();
    if (holder.isText(field)) {
      parts.add(new Part.Text(holder.text(field, "")));
      return parts;
    }
    if (!holder.has(field)) {
      throw holder.wrong(field, "a string or an array");
    }
    for (JsonObject part : holder.objects(field)) {
      parts.add(part(part));
      if (part.has("prompt_cache_breakpoint")) {
        parts.add(new Part.CachePoint());
      }
    }
    return parts;
  }

  private static Part part(JsonObject part) throws MalformedBody {
    return switch (part.text("type", "")) {
      case "input_text", "output_text", "text" ->
          new Part.Text(required(part, "text"), Annotations.read(part));
      case "refusal" -> new Part.Refusal(required(part, "refusal"));
      case "input_image" -> new Part.Attachment(image(part), null, part.text("detail"));
      case "input_file" -> new Part.Attachment(file(part), part.text("filename"), null);
      case "input_audio" -> new Part.Attachment(audio(part));
      default ->
          throw part.wrong(
              "type", "input_text, input_image, input_file, input_audio, output_text or refusal");
    };
  }

  static String required(JsonObject object, String field) throws MalformedBody {
    String text = object.text(field);
    if (text == null) {
      throw object.wrong(field, "a string");
    }
    return text;
  }

  private static Media image(JsonObject part) throws MalformedBody {
    JsonSlice url = part.slice("image_url");
    if (url != null) {
      return Media.ofUrl(url, Media.Kind.IMAGE);
    }
    String id = part.text("file_id");
    if (id == null) {
      throw part.wrong("image_url", "a string, where there is no 'file_id'");
    }
    return new Media.Uploaded(Vendor.OPENAI, Media.Kind.IMAGE, null, id);
  }

  private static Media file(JsonObject part) throws MalformedBody {
    JsonSlice data = part.slice("file_data");
    if (data != null) {
      return data.head(HEAD).startsWith("data:")
          ? Media.ofUrl(data, Media.Kind.DOCUMENT)
          : new Media.Inline(typeOf(part.text("filename", "")), data);
    }
    String url = part.text("file_url");
    if (url != null) {
      return new Media.Link(Media.Kind.DOCUMENT, null, url);
    }
    String id = part.text("file_id");
    if (id == null) {
      throw part.wrong("file_data", "a string, where there is no 'file_url' and no 'file_id'");
    }
    return new Media.Uploaded(Vendor.OPENAI, Media.Kind.DOCUMENT, null, id);
  }

  /**
   * What a file is when its data does not say; most are PDF, which are all that OpenAI had first.
   */
  private static String typeOf(String filename) {
    String name = filename.toLowerCase(Locale.ROOT);
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "txt" -> "text/plain";
      case "md" -> "text/markdown";
      case "html" -> "text/html";
      case "csv" -> "text/csv";
      case "json" -> "application/json";
      default -> "application/pdf";
    };
  }

  private static Media audio(JsonObject part) throws MalformedBody {
    JsonObject audio = part.object("input_audio");
    JsonSlice data = audio == null ? null : audio.slice("data");
    if (audio == null || data == null) {
      throw part.wrong("input_audio", "an object with 'data' and 'format'");
    }
    String format = audio.text("format", "wav");
    return new Media.Inline(format.equals("mp3") ? "audio/mpeg" : "audio/" + format, data);
  }
}
