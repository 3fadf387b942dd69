package dev.breakwater.operations.audit;

import dev.breakwater.operations.changes.ChangeText;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an entry says about those that were removed.
 *
 * @param through the last that went
 * @param hash its hash, on which the first that stayed hangs
 */
record Cut(long through, String hash) {
  private static final Pattern TEXT =
      Pattern.compile("\\{\"removedThrough\":(\\d{1,18}),\"hash\":\"([0-9a-f]{64})\",.*}");

  static String text(long through, String hash, Instant before) {
    return ChangeText.object()
        .put("removedThrough", through)
        .put("hash", hash)
        .put("before", before.toString())
        .text();
  }

  /** Empty when the entry says nothing of the kind. */
  static Optional<Cut> of(AuditEntry entry) {
    if (!entry.what().action().equals(AuditTrail.CUT)) {
      return Optional.empty();
    }
    Matcher matcher = TEXT.matcher(entry.what().after());
    return matcher.matches()
        ? Optional.of(new Cut(Long.parseLong(matcher.group(1)), matcher.group(2)))
        : Optional.empty();
  }
}
