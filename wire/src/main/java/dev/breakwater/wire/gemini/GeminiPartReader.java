package dev.breakwater.wire.gemini;

import dev.breakwater.wire.conversation.Media;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Signature;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.json.JsonSlice;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the parts of one content. Gemini signs any part; the neutral model signs thoughts and
 * calls: the signature of another part becomes that of the thoughts right before it, of empty ones
 * where there are none, and so does a call's, which keeps it as well.
 */
abstract class GeminiPartReader {
  final List<Part> parts = new ArrayList<>();

  /** The id of a call that came without one. */
  abstract String callId(String tool);

  /** A call was read, under its own id or that made for it. */
  void called(String id, String tool) {}

  /** The id of the call that a result is of. */
  abstract String resultId(@Nullable String id, String tool);

  /** A part or a part's field that the neutral model has no word for. */
  abstract void unknown(Fields part);

  final void readAll(Fields content) throws MalformedBody {
    for (Fields part : content.objects("parts")) {
      read(part);
      unknown(part);
    }
  }

  private void read(Fields part) throws MalformedBody {
    String signed = part.text("thoughtSignature");
    Signature hidden = GeminiSignatures.readHidden(signed);
    if (hidden != null) {
      parts.add(new Part.HiddenThinking(hidden));
      return;
    }
    Signature signature = GeminiSignatures.read(signed);
    String text = part.text("text");
    if (text != null && part.isTrue("thought")) {
      thought(text, signature);
    } else if (text != null) {
      text(text, signature);
    } else if (part.has("inlineData") || part.has("fileData")) {
      sign(signature);
      parts.add(attachment(part));
    } else if (part.has("functionCall")) {
      call(part, signature);
    } else if (part.has("functionResponse")) {
      parts.add(result(part));
    } else {
      sign(signature);
    }
  }

  private void thought(String text, @Nullable Signature signature) {
    boolean goesOn =
        !parts.isEmpty()
            && parts.getLast() instanceof Part.Thinking before
            && before.signature() == null;
    String all = goesOn ? ((Part.Thinking) parts.removeLast()).text() + text : text;
    if (!all.isEmpty() || signature != null) {
      parts.add(new Part.Thinking(all, signature));
    }
  }

  private void text(String text, @Nullable Signature signature) {
    sign(signature);
    if (signature == null || !text.isEmpty()) {
      parts.add(new Part.Text(text));
    }
  }

  /** Gives the thoughts right before this place the signature. */
  private void sign(@Nullable Signature signature) {
    if (signature == null) {
      return;
    }
    String thought = "";
    if (!parts.isEmpty() && parts.getLast() instanceof Part.Thinking before) {
      if (signature.equals(before.signature())) {
        return;
      }
      if (before.signature() == null) {
        parts.removeLast();
        thought = before.text();
      }
    }
    parts.add(new Part.Thinking(thought, signature));
  }

  private void call(Fields part, @Nullable Signature signature) throws MalformedBody {
    Fields call = object(part, "functionCall");
    String tool = call.required("name");
    ObjectNode arguments = call.tree("args");
    String given = call.text("id", "");
    String id = given.isEmpty() ? callId(tool) : given;
    called(id, tool);
    sign(signature);
    String json = arguments == null ? "{}" : Fields.json(arguments);
    parts.add(new Part.ToolCall(id, tool, json, signature));
  }

  private Part result(Fields part) throws MalformedBody {
    Fields result = object(part, "functionResponse");
    String tool = result.required("name");
    String given = result.text("id", "");
    String id = resultId(given.isEmpty() ? null : given, tool);
    List<Part> content = new ArrayList<>();
    Fields response = result.object("response");
    boolean failed = response != null && response.hasOnly("error");
    String text = response == null || response.isEmpty() ? "" : said(response);
    if (!text.isEmpty()) {
      content.add(new Part.Text(text));
    }
    for (Fields attached : result.objects("parts")) {
      if (attached.has("inlineData") || attached.has("fileData")) {
        content.add(attachment(attached));
      }
    }
    return new Part.ToolResult(id, tool, content, failed);
  }

  /** Google's names for a whole output; what has other fields is the output itself. */
  private static String said(Fields response) throws MalformedBody {
    for (String name : List.of("output", "error", "result")) {
      if (response.hasOnly(name)) {
        return response.isText(name)
            ? response.text(name, "")
            : Fields.json(Objects.requireNonNull(response.get(name)));
      }
    }
    return response.json();
  }

  private static Fields object(Fields part, String name) throws MalformedBody {
    Fields object = part.object(name);
    if (object == null) {
      throw part.wrong(name, "an object");
    }
    return object;
  }

  private static Part attachment(Fields part) throws MalformedBody {
    Fields inline = part.object("inlineData");
    if (inline == null) {
      return linked(object(part, "fileData"));
    }
    String mimeType = inline.text("mimeType", "application/octet-stream");
    JsonSlice data = inline.slice("data");
    if (data == null) {
      throw inline.wrong("data", "a string in Base64");
    }
    String plain = mimeType.startsWith("text/") ? plain(data) : null;
    Media media =
        plain == null ? new Media.Inline(mimeType, data) : new Media.PlainText(mimeType, plain);
    return new Part.Attachment(media, inline.text("displayName"), null);
  }

  /** The text itself; null when the bytes are none, or no Base64. */
  private static @Nullable String plain(JsonSlice data) {
    try {
      byte[] bytes = Base64.getDecoder().decode(data.text().replace('-', '+').replace('_', '/'));
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return null;
    }
  }

  private static Part linked(Fields file) throws MalformedBody {
    String address = file.required("fileUri");
    String mimeType = file.text("mimeType");
    Media.Kind kind =
        isFilm(address)
            ? Media.Kind.VIDEO
            : mimeType == null ? Media.Kind.DOCUMENT : Media.Kind.of(mimeType);
    boolean googles =
        !address.startsWith("http")
            || address.contains("generativelanguage.googleapis.com/")
            || address.contains("/v1beta/files/");
    Media media =
        googles
            ? new Media.Uploaded(Vendor.GOOGLE, kind, mimeType, address)
            : new Media.Link(kind, mimeType, address);
    return new Part.Attachment(media, file.text("displayName"), null);
  }

  /** Google looks at films there by their address. */
  static boolean isFilm(String address) {
    String lower = address.toLowerCase(Locale.ROOT);
    return lower.contains("://www.youtube.com/")
        || lower.contains("://youtube.com/")
        || lower.contains("://youtu.be/");
  }
}
