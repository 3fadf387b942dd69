package dev.breakwater.operations.audit;

import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.changes.AuditLog;
import dev.breakwater.operations.changes.Change;
import dev.breakwater.operations.changes.ChangeText;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records attempts to administer that were turned away: a few a minute of each who tries, so that
 * nobody fills the audit with them. How many were left out, the next entry tells. From any thread.
 */
public final class Denials {
  static final int MOST_A_MINUTE = 5;
  private static final int MOST_PRINCIPALS = 1_000;
  private static final long MINUTE_MILLIS = 60_000;
  private static final Logger LOG = LoggerFactory.getLogger(Denials.class);

  private final AuditLog log;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Minute> minutes =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Minute> eldest) {
          return size() > MOST_PRINCIPALS;
        }
      };

  /** What one principal has tried in a minute. */
  private static final class Minute {
    private long number;
    private int recorded;
    private long leftOut;
  }

  public Denials(AuditLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  /**
   * Never throws: who was turned away is turned away, whether that can be recorded or not.
   *
   * @param attempt such as {@code PUT /api/admin/prices}
   */
  public void denied(Actor actor, String attempt) {
    Optional<Long> leftOut = admit(actor.principal().id());
    if (leftOut.isEmpty()) {
      return;
    }
    ChangeText after = ChangeText.object().put("attempt", attempt);
    if (leftOut.get() > 0) {
      after.put("unrecordedBefore", leftOut.get());
    }
    try {
      log.append(
          new Change(
              actor,
              "access.denied",
              actor.principal().id(),
              actor.principal().tenant().orElse(""),
              "",
              after.text()));
    } catch (StoreUnavailable e) {
      LOG.warn("not recorded, {} was denied {}: {}", actor.principal().id(), attempt, e.toString());
    }
  }

  /** How many were left out since the last that was recorded; empty when this one is, too. */
  private Optional<Long> admit(String principal) {
    long now = clock.millis() / MINUTE_MILLIS;
    lock.lock();
    try {
      Minute minute = minutes.computeIfAbsent(principal, _ -> new Minute());
      if (minute.number != now) {
        minute.number = now;
        minute.recorded = 0;
      }
      if (minute.recorded == MOST_A_MINUTE) {
        minute.leftOut++;
        return Optional.empty();
      }
      minute.recorded++;
      long leftOut = minute.leftOut;
      minute.leftOut = 0;
      return Optional.of(leftOut);
    } finally {
      lock.unlock();
    }
  }
}
