package dev.breakwater.gateway.usage;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the journal onto the disk for all loops at once, on one thread: while one force is under
 * way, the beginnings that come in gather for the next, so that a slow disk serves many calls with
 * each of its writes. Ends nobody waits for; they follow within {@link #PERIOD_NANOS}.
 *
 * <p>When the disk fails, everybody who waits is told, and nothing billable begins until what was
 * written has been forced after all. The records themselves are in memory still, so the ledger
 * misses none.
 */
final class GroupForce implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupForce.class);

  /** With a force on top of it, ends are on the disk within 10 ms. */
  static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(8);

  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** How a range of a segment gets onto the disk. */
  interface Disk {
    /**
     * @throws java.io.UncheckedIOException when the disk does not take it
     */
    void force(Segment segment, int from, int to);
  }

  private final Disk disk;
  private final List<ChainForce> chains = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile @Nullable String problem;
  private volatile boolean closing;

  GroupForce(Disk disk) {
    this.disk = disk;
    this.thread = Thread.ofPlatform().daemon().name("journal-force").unstarted(this::run);
  }

  /** The part of one chain. */
  ChainForce of(Chain chain) {
    ChainForce force = new ChainForce(chain, this);
    chains.add(force);
    return force;
  }

  void start() {
    thread.start();
  }

  void soon() {
    LockSupport.unpark(thread);
  }

  /** Why nothing can be made safe; null while it can. */
  @Nullable String problem() {
    return problem;
  }

  /** Forces what is left, once, and ends the thread. */
  @Override
  public void close() {
    closing = true;
    soon();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closing) {
      boolean well = forceAll();
      if (!closing && (!well || chains.stream().noneMatch(ChainForce::isAwaited))) {
        LockSupport.parkNanos(this, well ? PERIOD_NANOS : RETRY_NANOS);
      }
    }
    forceAll();
    chains.forEach(chain -> chain.refuse("the usage journal is closed"));
  }

  /** Somebody has waited for too long: whoever comes now need not wait in vain. */
  void hangs(String reason) {
    if (problem == null) {
      LOG.error("{}; no billable work begins until it does", reason);
      problem = reason;
    }
  }

  private boolean forceAll() {
    boolean again = problem != null;
    try {
      for (ChainForce chain : chains) {
        chain.force(disk, again);
      }
    } catch (RuntimeException e) {
      fail(e);
      return false;
    }
    if (again) {
      LOG.info("the disk takes the usage journal again");
      problem = null;
    }
    return true;
  }

  private void fail(RuntimeException e) {
    String reason = "the disk does not take the usage journal: " + e.getMessage();
    if (problem == null) {
      LOG.error("{}; no billable work begins until it does", reason, e);
    }
    problem = reason;
    chains.forEach(chain -> chain.refuse(reason));
  }
}
