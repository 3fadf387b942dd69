package dev.breakwater.operations.audit;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the chain that is known from elsewhere than the database.
 *
 * @param from where it is known from, for people
 * @param required whether it counts as broken when the place has been cut off by retention
 */
public record KnownPlace(long sequence, String hash, String from, boolean required) {
  private static final Pattern TEXT = Pattern.compile("\\s*(\\d{1,18}):([0-9a-fA-F]{64})\\s*");

  /** Reads {@code SEQUENCE:HASH}, as somebody has noted it down; empty when it is none. */
  public static Optional<KnownPlace> expected(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new KnownPlace(
                Long.parseLong(matcher.group(1)),
                matcher.group(2).toLowerCase(Locale.ROOT),
                "the place that was to be expected",
                true))
        : Optional.empty();
  }

  static KnownPlace of(AuditHead head, String from) {
    return new KnownPlace(head.sequence(), head.hash(), from, false);
  }
}
