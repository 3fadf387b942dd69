package dev.breakwater.operations.audit;

import java.time.Instant;
import java.util.Optional;

/**
 * Which entries are asked for; what is empty matches all.
 *
 * @param actor id or name of who did it
 * @param action such as {@code key.create}, or all of a kind, {@code key.*}
 * @param tenant the only one whose entries there are for who asks
 * @param since the first instant
 * @param until the instant after the last
 */
public record AuditFilter(
    Optional<String> actor,
    Optional<String> action,
    Optional<String> object,
    Optional<String> tenant,
    Optional<Instant> since,
    Optional<Instant> until) {
  public static final AuditFilter ALL =
      new AuditFilter(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
}
