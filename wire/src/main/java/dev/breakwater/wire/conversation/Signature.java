package dev.breakwater.wire.conversation;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An opaque text by which a provider recognizes its model's thoughts. Only its maker may see it: a
 * client of another protocol gets it {@linkplain #carried marked}, brings it back with the next
 * turn, and other providers are not shown it.
 *
 * @param maker who made it and alone can read it
 * @param value as the maker gave it; for hidden thoughts, the thoughts themselves
 */
public record Signature(Vendor maker, String value) {
  /** What every marked signature begins with; no provider's own does. */
  public static final String MARK = "bw1.";

  /** As a client of another vendor's protocol carries it. */
  public String carried() {
    return MARK + maker.name().toLowerCase(Locale.ROOT) + "." + value;
  }

  /** As a client of {@code client}'s protocol gets it: unmarked when that is the maker's own. */
  public String shownTo(Vendor client) {
    return maker == client ? value : carried();
  }

  /**
   * A signature that a client brought.
   *
   * @param client whose protocol the client speaks: who has made it when it has no mark
   * @return null when it is marked but not by us
   */
  public static @Nullable Signature brought(String text, Vendor client) {
    if (!text.startsWith(MARK)) {
      return new Signature(client, text);
    }
    for (Vendor vendor : Vendor.values()) {
      String prefix = MARK + vendor.name().toLowerCase(Locale.ROOT) + ".";
      if (text.startsWith(prefix)) {
        return new Signature(vendor, text.substring(prefix.length()));
      }
    }
    return null;
  }
}
