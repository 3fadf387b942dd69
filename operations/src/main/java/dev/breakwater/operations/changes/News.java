package dev.breakwater.operations.changes;

import dev.breakwater.operations.StoreUnavailable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells this node what any node has changed, its own changes too, within about a second. While the
 * database is away nothing is heard; what happened meanwhile is told afterwards.
 */
public final class News implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(News.class);

  /** Five seconds are promised; a slow database and a slow listener fit into the rest. */
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Revisions revisions;
  private final InstantSource clock;
  private final List<Heard> all = new CopyOnWriteArrayList<>();
  private final List<Consumer<Instant>> seeing = new CopyOnWriteArrayList<>();
  private final List<Runnable> unreached = new CopyOnWriteArrayList<>();
  private final ReentrantLock telling = new ReentrantLock();
  private final Map<Topic, Long> seen = new EnumMap<>(Topic.class);
  private final Thread thread;
  private volatile boolean closing;
  private volatile Instant lastSeen;
  private boolean away;

  /** Who wants to know of a topic, and whether it has still to be told. */
  private static final class Heard {
    private final Topic topic;
    private final Runnable listener;
    private boolean owed;

    Heard(Topic topic, Runnable listener) {
      this.topic = topic;
      this.listener = listener;
    }
  }

  private News(Revisions revisions, InstantSource clock, Instant lastSeen) {
    this.revisions = revisions;
    this.clock = clock;
    this.lastSeen = lastSeen;
    this.thread = Thread.ofPlatform().daemon().name("news").unstarted(this::run);
  }

  /**
   * Asks nobody until it is told to {@link #start}.
   *
   * @param lastSeen when the database answered for the last time before
   */
  public static News quiet(Revisions revisions, InstantSource clock, Instant lastSeen) {
    return new News(revisions, clock, lastSeen);
  }

  /** When the database answered for the last time, to the second. */
  public Instant lastSeen() {
    return lastSeen;
  }

  /** Calls somebody each time the database has answered, on the thread of the news. */
  public void whenSeen(Consumer<Instant> listener) {
    seeing.add(listener);
  }

  /**
   * Begins to ask. Who is listening by then is told of every topic that was ever changed; of what
   * came before a later listener, that one does not hear.
   */
  public News start() {
    thread.start();
    return this;
  }

  /**
   * Calls somebody whenever a topic has changed: one call at a time, on the thread of the news.
   * Calls may come without a change, so they have to be harmless. A listener that finds the
   * database away may throw, and is called again.
   */
  public void on(Topic topic, Runnable listener) {
    all.add(new Heard(topic, listener));
  }

  /**
   * Calls somebody once, after the database has answered for the first time. Who throws is called
   * again.
   */
  public void whenReached(Runnable listener) {
    unreached.add(listener);
  }

  /** Asks once, and tells who has to know. */
  void look() {
    telling.lock();
    try {
      Instant asked = clock.instant();
      revisions
          .current()
          .forEach((topic, count) -> {
            if (!count.equals(seen.put(topic, count))) {
              all.stream().filter(it -> it.topic == topic).forEach(it -> it.owed = true);
            }
          });
      all.stream().filter(it -> it.owed).forEach(News::tell);
      lastSeen = asked;
      seeing.forEach(it -> it.accept(asked));
      unreached.removeIf(News::told);
      away = false;
    } catch (StoreUnavailable e) {
      if (!away) {
        LOG.warn("other nodes' changes are not heard of: {}", e.getMessage());
      }
      away = true;
    } finally {
      telling.unlock();
    }
  }

  private static boolean told(Runnable listener) {
    try {
      listener.run();
      return true;
    } catch (RuntimeException e) {
      LOG.warn("the database answers, and something waits still: {}", e.toString());
      return false;
    }
  }

  /** One that fails keeps nobody else from being told. */
  private static void tell(Heard heard) {
    try {
      heard.listener.run();
      heard.owed = false;
    } catch (RuntimeException e) {
      LOG.warn("a change of {} is not taken up yet: {}", heard.topic, e.toString());
    }
  }

  private void run() {
    while (!closing) {
      look();
      if (!closing) {
        LockSupport.parkNanos(this, PAUSE_NANOS);
      }
    }
  }

  /** Ends after the call under way. */
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
}
