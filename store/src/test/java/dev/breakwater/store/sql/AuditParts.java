package dev.breakwater.store.sql;

import dev.breakwater.operations.audit.AuditSeal;
import dev.breakwater.operations.audit.AuditTrail;
import dev.breakwater.operations.audit.HeadCopy;
import dev.breakwater.operations.audit.KnownPlace;
import dev.breakwater.operations.audit.Verdict;
import dev.breakwater.operations.audit.Verification;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.changes.Change;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A node's part of the audit: its trail, and its copy of the head. */
final class AuditParts {
  static final Instant START = Instant.ofEpochMilli(1_750_000_000_123L);

  /** From one entry to the next. */
  static final Duration STEP = Duration.ofMinutes(1);

  private static final byte[] KEY = new byte[32];

  static {
    Arrays.fill(KEY, (byte) 7);
  }

  private final SqlAudit store;
  private final Copy copy = new Copy();
  private final AuditSeal seal = new AuditSeal(KEY);
  private final AtomicInteger looks = new AtomicInteger();
  private final InstantSource clock = () -> START.plus(STEP.multipliedBy(looks.getAndIncrement()));
  private final AtomicInteger number = new AtomicInteger();

  AuditParts(Database database) {
    this.store = new SqlAudit(database);
  }

  SqlAudit store() {
    return store;
  }

  Copy copy() {
    return copy;
  }

  /** As a life of the server opens it. */
  AuditTrail open() {
    AuditTrail trail =
        AuditTrail.open(store, seal, copy, clock, () -> "aud_" + number.incrementAndGet());
    looks.set(0);
    return trail;
  }

  Verdict verdict() {
    return new Verification(store, seal, copy).verify(Optional.empty());
  }

  Verdict verdict(String expected) {
    return new Verification(store, seal, copy).verify(KnownPlace.expected(expected));
  }

  static Change change(int number) {
    return new Change(
        Actor.SYSTEM, "price.set", "model-" + number, "", "{\"n\":" + (number - 1) + "}", "{}");
  }

  static void append(AuditTrail trail, int from, int to) {
    for (int number = from; number <= to; number++) {
      trail.append(change(number));
    }
  }

  /** Kept in memory. */
  static final class Copy implements HeadCopy {
    Optional<String> text = Optional.empty();

    @Override
    public Optional<String> read() {
      return text;
    }

    @Override
    public void write(String line) {
      text = Optional.of(line);
    }

    @Override
    public String place() {
      return "the copy";
    }
  }
}
