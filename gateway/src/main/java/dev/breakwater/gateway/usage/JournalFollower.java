package dev.breakwater.gateway.usage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners of the requests of this process as they end, off their way and whether or not the
 * database answers. Unlike the ledger's writer it may lose its place: a follower that is far behind
 * frees its segments, goes on at the head, and counts what it has missed. Nobody is told of a
 * request that it knows in part only.
 */
public final class JournalFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JournalFollower.class);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** Records read at once: about a millisecond in which the chain's segments cannot be freed. */
  private static final int AT_ONCE = 1_024;

  private final Map<FollowedChain, Pairing> chains = new LinkedHashMap<>();
  private final List<Courier> couriers = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile long lost;
  private volatile int openRequests;
  private volatile boolean closing;

  private JournalFollower(Journal journal) {
    for (Chain chain : journal.chains()) {
      chains.put(FollowedChain.follow(chain), new Pairing(chain.id(), this::isWanted));
    }
    this.thread = Thread.ofPlatform().daemon().name("journal-follower").unstarted(this::run);
  }

  /** Starts to follow a journal's chains where they are now. */
  public static JournalFollower start(Journal journal) {
    JournalFollower follower = new JournalFollower(journal);
    follower.thread.start();
    return follower;
  }

  /**
   * Tells one more listener of what is read from now on.
   *
   * @param name a short word for threads, logs and metrics
   */
  public void listen(String name, UsageListener listener) {
    couriers.add(new Courier(name, listener));
  }

  public FollowerState state() {
    return new FollowerState(
        lost,
        chains.keySet().stream().mapToLong(FollowedChain::lag).sum(),
        openRequests,
        couriers.stream().map(Courier::state).toList());
  }

  /**
   * Tells of everything that has been logged and ends the threads; call it before the journal's.
   */
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    couriers.forEach(Courier::close);
  }

  private void run() {
    try {
      while (!closing) {
        // What comes in meanwhile is read together: a thread that wakes for every record costs the
        // requests that it tells of more than they cost themselves.
        if (look() < AT_ONCE) {
          LockSupport.parkNanos(this, LOOK_NANOS);
        }
      }
      while (look() > 0) {
        // What was logged before the end is told of.
      }
    } catch (RuntimeException e) {
      LOG.error("the follower of the usage journal stopped; its listeners hear no more", e);
    } finally {
      chains.keySet().forEach(FollowedChain::end);
    }
  }

  /**
   * Reads every chain once.
   *
   * @return how many records were new
   */
  private int look() {
    int found = 0;
    for (Map.Entry<FollowedChain, Pairing> entry : chains.entrySet()) {
      found += entry.getKey().read(entry.getValue(), AT_ONCE);
      entry.getValue().give(this::tell);
    }
    if (found > 0) {
      couriers.forEach(Courier::setOut);
      count();
    }
    return found;
  }

  private boolean isWanted(RequestEnded request) {
    for (Courier courier : couriers) {
      if (courier.wants(request)) {
        return true;
      }
    }
    return false;
  }

  private void tell(LedgerRow row) {
    couriers.forEach(courier -> courier.take(row));
  }

  private void count() {
    long sum = 0;
    int open = 0;
    for (Pairing pairing : chains.values()) {
      sum += pairing.lost();
      open += pairing.openRequests();
    }
    lost = sum;
    openRequests = open;
  }
}
