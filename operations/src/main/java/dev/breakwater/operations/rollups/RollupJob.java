package dev.breakwater.operations.rollups;

import dev.breakwater.operations.StoreUnavailable;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the rollups' upkeep on a thread of its own. It rests between two steps, so that the ledger,
 * which waits while one runs, gets its turn.
 */
public final class RollupJob implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RollupJob.class);
  private static final long BETWEEN_STEPS_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long WHEN_IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long WHEN_AWAY_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final RollupUpkeep upkeep;
  private final InstantSource clock;
  private final Thread thread;
  private volatile boolean closing;

  private RollupJob(RollupUpkeep upkeep, InstantSource clock) {
    this.upkeep = upkeep;
    this.clock = clock;
    this.thread = Thread.ofPlatform().daemon().name("rollups").unstarted(this::run);
  }

  public static RollupJob start(RollupUpkeep upkeep, InstantSource clock) {
    RollupJob job = new RollupJob(upkeep, clock);
    job.thread.start();
    return job;
  }

  /** Ends after the step under way; what is not done waits for the next start. */
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    boolean away = false;
    boolean prepared = false;
    while (!closing) {
      long rest;
      try {
        if (!prepared) {
          upkeep.prepare(clock.instant());
          prepared = true;
        }
        rest = upkeep.step(clock.instant()) ? BETWEEN_STEPS_NANOS : WHEN_IDLE_NANOS;
        away = false;
      } catch (StoreUnavailable e) {
        if (!away) {
          LOG.warn("rollups are not kept up while the database is away: {}", e.getMessage());
        }
        away = true;
        rest = WHEN_AWAY_NANOS;
      }
      if (!closing) {
        LockSupport.parkNanos(this, rest);
      }
    }
  }
}
