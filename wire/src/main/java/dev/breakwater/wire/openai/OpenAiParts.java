package dev.breakwater.wire.openai;

import dev.breakwater.wire.conversation.Media;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.JsonSlice;
import dev.breakwater.wire.json.MalformedBody;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the content of messages: a string, or an array of parts. */
final class OpenAiParts {
  private static final String PDF = "application/pdf";

  private OpenAiParts() {}

  static List<Part> read(JsonObject message) throws MalformedBody {
    if (message.isText("content")) {
      return List.of(new Part.Text(message.text("content", "")));
    }
    if (!message.has("content")) {
      throw message.wrong("content", "a string or an array");
    }
    List<Part> parts = new ArrayList<>();
    for (JsonObject part : message.objects("content")) {
      parts.add(part(part));
      if (part.has("cache_control")) {
        parts.add(new Part.CachePoint());
      }
    }
    return parts;
  }

  private static Part part(JsonObject part) throws MalformedBody {
    return switch (part.text("type", "")) {
      case "text" -> new Part.Text(required(part, "text"));
      case "refusal" -> new Part.Refusal(required(part, "refusal"));
      case "image_url" -> image(part);
      case "video_url" -> new Part.Attachment(url(part, "video_url", Media.Kind.VIDEO));
      case "input_audio" -> audio(object(part, "input_audio"));
      case "file" -> file(object(part, "file"));
      default ->
          throw part.wrong("type", "text, image_url, input_audio, file, video_url or refusal");
    };
  }

  private static Part image(JsonObject part) throws MalformedBody {
    Media media = url(part, "image_url", Media.Kind.IMAGE);
    JsonObject image = part.isText("image_url") ? null : part.object("image_url");
    return new Part.Attachment(media, null, image == null ? null : image.text("detail"));
  }

  /** Compatible servers take the address itself in the object's place too. */
  private static Media url(JsonObject part, String field, Media.Kind kind) throws MalformedBody {
    JsonObject object = part.isText(field) ? null : object(part, field);
    JsonSlice url = object == null ? part.slice(field) : object.slice("url");
    if (url == null) {
      throw part.wrong(field, "an object with a 'url'");
    }
    return Media.ofUrl(url, kind);
  }

  private static Part audio(JsonObject audio) throws MalformedBody {
    JsonSlice data = audio.slice("data");
    if (data == null) {
      throw audio.wrong("data", "a string");
    }
    String format = audio.text("format", "wav");
    String mimeType = format.equals("mp3") ? "audio/mpeg" : "audio/" + format;
    return new Part.Attachment(new Media.Inline(mimeType, data));
  }

  private static Part file(JsonObject file) throws MalformedBody {
    String name = file.text("filename");
    String id = file.text("file_id");
    if (id != null) {
      return new Part.Attachment(
          new Media.Uploaded(Vendor.OPENAI, Media.Kind.DOCUMENT, null, id), name, null);
    }
    JsonSlice data = file.slice("file_data");
    if (data == null) {
      throw file.wrong("file_data", "a string, unless there is a 'file_id'");
    }
    return new Part.Attachment(document(data, name), name, null);
  }

  /** A data URL, an address, or the bare content, of which the name tells the type. */
  private static Media document(JsonSlice data, @Nullable String name) {
    String head = data.head(8);
    if (head.startsWith("data:") || head.startsWith("http")) {
      return Media.ofUrl(data, Media.Kind.DOCUMENT);
    }
    boolean text = name != null && name.endsWith(".txt");
    return new Media.Inline(text ? "text/plain" : PDF, data);
  }

  private static JsonObject object(JsonObject part, String field) throws MalformedBody {
    JsonObject object = part.object(field);
    if (object == null) {
      throw part.wrong(field, "an object");
    }
    return object;
  }

  private static String required(JsonObject part, String field) throws MalformedBody {
    String text = part.text(field);
    if (text == null) {
      throw part.wrong(field, "a string");
    }
    return text;
  }
}
