package dev.breakwater.wire.conversation;

import dev.breakwater.wire.json.JsonSlice;
import org.jspecify.annotations.Nullable;

/** The content of an {@link Part.Attachment}. */
public sealed interface Media {
  /**
   * The content itself.
   *
   * @param mimeType such as {@code image/png}
   * @param base64 left where it was received
   */
  record Inline(String mimeType, JsonSlice base64) implements Media {}

  /**
   * Plain text as a document.
   *
   * @param mimeType {@code text/plain} or another text type
   */
  record PlainText(String mimeType, String text) implements Media {}

  /**
   * Content that the provider is to fetch.
   *
   * @param mimeType null when the client does not say
   * @param kind what it is, for protocols that tell pictures from documents by their field
   */
  record Link(Kind kind, @Nullable String mimeType, String url) implements Media {}

  /**
   * A file that was uploaded to one vendor, which alone knows it.
   *
   * @param vendor the {@link Vendor} that has it
   */
  record Uploaded(Vendor vendor, Kind kind, @Nullable String mimeType, String id)
      implements Media {}

  /** What an attachment is to the model. */
  enum Kind {
    IMAGE,
    AUDIO,
    VIDEO,
    DOCUMENT;

    /** By its MIME type; what is none of the others is a document. */
    public static Kind of(String mimeType) {
      return switch (mimeType.split("/", 2)[0]) {
        case "image" -> IMAGE;
        case "audio" -> AUDIO;
        case "video" -> VIDEO;
        default -> DOCUMENT;
      };
    }
  }

  default Kind kindOf() {
    return switch (this) {
      case Inline inline -> Kind.of(inline.mimeType());
      case PlainText text -> Kind.DOCUMENT;
      case Link link -> link.kind();
      case Uploaded uploaded -> uploaded.kind();
    };
  }

  /**
   * A URL as OpenAI's clients give it: {@code data:image/png;base64,…} is the content itself.
   *
   * @param kind what it is when it is a link
   */
  static Media ofUrl(JsonSlice url, Kind kind) {
    String head = url.head(256);
    int comma = head.indexOf(',');
    if (!head.startsWith("data:") || comma < 0) {
      return new Link(kind, null, url.text());
    }
    String type = head.substring("data:".length(), comma).replace("\\/", "/");
    int semicolon = type.indexOf(';');
    String mimeType = semicolon < 0 ? type : type.substring(0, semicolon);
    return new Inline(
        mimeType.isEmpty() ? "application/octet-stream" : mimeType, url.from(comma + 1));
  }
}
