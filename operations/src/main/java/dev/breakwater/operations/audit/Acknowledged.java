package dev.breakwater.operations.audit;

import dev.breakwater.operations.changes.ChangeText;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A new beginning of the chain of which somebody knows the reason.
 *
 * @param sequence of the entry that tells of the new beginning
 * @param hash its hash, so that no other is meant
 */
record Acknowledged(long sequence, String hash) {
  private static final Pattern TEXT =
      Pattern.compile("\\{\"sequence\":(\\d{1,18}),\"hash\":\"([0-9a-f]{64})\",.*}");

  static String text(AuditEntry restart, String reason) {
    return ChangeText.object()
        .put("sequence", restart.sequence())
        .put("hash", restart.link().hash())
        .put("reason", reason)
        .text();
  }

  /** Empty when the entry says nothing of the kind. */
  static Optional<Acknowledged> of(AuditEntry entry) {
    if (!entry.what().action().equals(AuditTrail.ACKNOWLEDGE)) {
      return Optional.empty();
    }
    Matcher matcher = TEXT.matcher(entry.what().after());
    return matcher.matches()
        ? Optional.of(new Acknowledged(Long.parseLong(matcher.group(1)), matcher.group(2)))
        : Optional.empty();
  }

  boolean isOf(AuditEntry restart) {
    return restart.sequence() == sequence && AuditSeal.same(restart.link().hash(), hash);
  }
}
