package dev.breakwater.wire.gemini;

import dev.breakwater.wire.conversation.Signature;
import dev.breakwater.wire.conversation.Vendor;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Signatures of thoughts as Gemini's protocol carries them: bytes, so that another vendor's,
 * marked, is put into Base64 once more. Clients may change the alphabet, from the standard one to
 * that of URLs, as Google's own do.
 */
final class GeminiSignatures {
  /**
   * What Google documents for calls that no Gemini model has made, and that have no signature
   * therefore: its newest models refuse a call without.
   */
  static final String NONE = "skip_thought_signature_validator";

  /** The same bytes in the alphabet that all clients can read. */
  static final String NONE_FOR_CLIENTS = NONE.replace('_', '/');

  /** Another one that Google documents, which clients may have put in themselves. */
  private static final String OTHER_NONE = "context_engineering_is_the_way_to_go";

  /** What the Base64 of every signature begins with that we have marked as another vendor's. */
  static final String MARK = "YncxLm";

  private static final String HIDDEN = Signature.MARK + "hidden.";

  private GeminiSignatures() {}

  /** As a Gemini client gets it. */
  static String shown(Signature signature) {
    return signature.maker() == Vendor.GOOGLE ? signature.value() : base64(signature.carried());
  }

  /** Hidden thoughts as a Gemini client carries them: another vendor's always. */
  static String shownHidden(Signature data) {
    String maker = data.maker().name().toLowerCase(Locale.ROOT);
    return base64(HIDDEN + maker + "." + data.value());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A signature from a client or from Gemini itself; null for none, or one that says so. */
  static @Nullable Signature read(@Nullable String text) {
    if (text == null || text.isEmpty() || saysNone(text)) {
      return null;
    }
    String marked = marked(text);
    return marked == null
        ? new Signature(Vendor.GOOGLE, text)
        : Signature.brought(marked, Vendor.GOOGLE);
  }

  /** The hidden thoughts in a signature; null when it is a plain one. */
  static @Nullable Signature readHidden(@Nullable String text) {
    String marked = text == null ? null : marked(text);
    return marked == null || !marked.startsWith(HIDDEN)
        ? null
        : Signature.brought(Signature.MARK + marked.substring(HIDDEN.length()), Vendor.GOOGLE);
  }

  /** Whether it was marked by us as another vendor's. */
  static boolean isForeign(String text) {
    return marked(text) != null;
  }

  private static boolean saysNone(String text) {
    String standard = text.replace('/', '_');
    return standard.equals(NONE) || standard.equals(OTHER_NONE);
  }

  private static @Nullable String marked(String text) {
    if (!text.startsWith(MARK)) {
      return null;
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
      String decoded = new String(bytes, StandardCharsets.UTF_8);
      return decoded.startsWith(Signature.MARK) ? decoded : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
