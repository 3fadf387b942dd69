package dev.breakwater.server;

import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.maintenance.Timetable;
import dev.breakwater.store.jobs.ScheduledJobs;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The jobs' timetable, from when its database has been reached; nothing can be asked for before.
 */
final class LateJobs implements Timetable, AutoCloseable {
  private final Supplier<ScheduledJobs> start;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable ScheduledJobs started;
  private boolean closed;

  /**
   * @param start throws {@link StoreUnavailable} while the database is away
   */
  LateJobs(Supplier<ScheduledJobs> start) {
    this.start = start;
  }

  /**
   * Starts them, once.
   *
   * @throws StoreUnavailable when the database does not answer
   */
  void start() {
    lock.lock();
    try {
      if (started == null && !closed) {
        started = start.get();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean callNow(String job, String runId) {
    ScheduledJobs jobs = started;
    if (jobs == null) {
      throw new StoreUnavailable("jobs wait for the database to answer for the first time");
    }
    return jobs.callNow(job, runId);
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (started != null) {
        started.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
