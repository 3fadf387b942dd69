package dev.breakwater.wire.responses;

import dev.breakwater.wire.conversation.Signature;
import dev.breakwater.wire.conversation.Vendor;
import org.jspecify.annotations.Nullable;

/**
 * What a reasoning item's {@code encrypted_content} holds. For OpenAI's own models these are their
 * thoughts. Other makers have two things more that a client must bring back and that this protocol
 * has no place for: thoughts that are hidden as a whole, and signatures of calls; they travel in
 * reasoning items too, with a word before them that no maker's own text begins with.
 */
sealed interface Sealed {
  /** The signature of the thoughts whose summary stands in the item. */
  record Thought(Signature signature) implements Sealed {}

  /** Thoughts that only their maker can read. */
  record Hidden(Signature data) implements Sealed {}

  /** The signature of the call that comes next. */
  record OfCall(Signature signature) implements Sealed {}

  String HIDDEN = "hidden.";
  String CALL = "call.";

  /** As {@code encrypted_content}. */
  default String text() {
    return switch (this) {
      case Thought thought -> thought.signature().shownTo(Vendor.OPENAI);
      case Hidden hidden -> marked(hidden.data(), HIDDEN);
      case OfCall call -> marked(call.signature(), CALL);
    };
  }

  private static String marked(Signature signature, String word) {
    return signature.maker() == Vendor.OPENAI
        ? signature.value()
        : new Signature(signature.maker(), word + signature.value()).carried();
  }

  /** Null when it is marked as ours but is not. */
  static @Nullable Sealed read(String text) {
    Signature signature = Signature.brought(text, Vendor.OPENAI);
    if (signature == null) {
      return null;
    }
    if (signature.maker() != Vendor.OPENAI) {
      if (signature.value().startsWith(HIDDEN)) {
        return new Hidden(without(signature, HIDDEN));
      }
      if (signature.value().startsWith(CALL)) {
        return new OfCall(without(signature, CALL));
      }
    }
    return new Thought(signature);
  }

  private static Signature without(Signature signature, String word) {
    return new Signature(signature.maker(), signature.value().substring(word.length()));
  }
}
