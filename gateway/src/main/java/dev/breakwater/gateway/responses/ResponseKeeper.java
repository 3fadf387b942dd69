package dev.breakwater.gateway.responses;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps answers without letting anybody wait for the disk: they are at hand in memory at once, and
 * one thread writes them down in their order.
 *
 * <p>What has been written survives everything. What has not is lost with the process, though its
 * client has the answer: it can still send the conversation itself, and going on by the answer's id
 * is refused as if it had never been kept. An ordinary end writes everything first. When the store
 * takes nothing the memory fills up; further answers go out all the same, are not kept, and are
 * counted and said in the log.
 */
public final class ResponseKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ResponseKeeper.class);

  /** Answers in one transaction: enough to share its cost. */
  private static final int BATCH = 64;

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final Duration EXPIRY_INTERVAL = Duration.ofMinutes(10);

  /** How often a closing keeper tries a store that does not answer. */
  private static final int TRIES_WHEN_CLOSING = 3;

  private sealed interface Order {
    record Keep(KeptResponse response) implements Order {}

    record Delete(String tenant, String id, CompletableFuture<Boolean> done) implements Order {}

    record Flush(CompletableFuture<Boolean> done) implements Order {}

    record Stop() implements Order {}
  }

  /** Something of one tenant's. */
  private record Key(String tenant, String id) {}

  /**
   * How the keeper does.
   *
   * @param waiting answers that are not written yet
   * @param notKept answers that went out and were not kept, for want of room
   */
  public record State(long waiting, long waitingBytes, long written, long notKept) {}

  private final ResponseStore store;
  private final Vault vault;
  private final InstantSource clock;
  private final Supplier<Duration> retention;
  private final long mostBytes;

  private final Map<Key, KeptResponse> unwritten = new ConcurrentHashMap<>();
  private final Map<Key, KeptResponse> unwrittenItems = new ConcurrentHashMap<>();
  private final AtomicLong waitingBytes = new AtomicLong();
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong notKept = new AtomicLong();
  private final LinkedBlockingQueue<Order> orders = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile boolean closing;
  private long nextExpiryMillis;

  private ResponseKeeper(
      ResponseStore store,
      Vault vault,
      InstantSource clock,
      Supplier<Duration> retention,
      long mostBytes) {
    this.store = store;
    this.vault = vault;
    this.clock = clock;
    this.retention = retention;
    this.mostBytes = mostBytes;
    this.thread = Thread.ofPlatform().daemon().name("response-keeper").unstarted(this::run);
  }

  /**
   * Starts the thread that writes.
   *
   * @param retention how long answers are kept; asked for each
   * @param mostBytes what may wait in memory to be written
   */
  public static ResponseKeeper start(
      ResponseStore store,
      Vault vault,
      InstantSource clock,
      Supplier<Duration> retention,
      long mostBytes) {
    ResponseKeeper keeper = new ResponseKeeper(store, vault, clock, retention, mostBytes);
    keeper.thread.start();
    return keeper;
  }

  public State state() {
    return new State(unwritten.size(), waitingBytes.get(), written.get(), notKept.get());
  }

  long nowMillis() {
    return clock.millis();
  }

  /**
   * Keeps an answer from now on; never waits. From any thread.
   *
   * @return false when there is no room for it
   */
  boolean keep(KeptResponse response) {
    if (closing || waitingBytes.addAndGet(response.size()) > mostBytes) {
      waitingBytes.addAndGet(-response.size());
      if (Long.bitCount(notKept.incrementAndGet()) == 1) {
        LOG.warn(
            "{} answers were not kept: {} bytes wait for the database",
            notKept.get(),
            waitingBytes.get());
      }
      return false;
    }
    unwritten.put(new Key(response.tenant(), response.id()), response);
    for (String item : response.itemIds()) {
      unwrittenItems.put(new Key(response.tenant(), item), response);
    }
    orders.add(new Order.Keep(response));
    return true;
  }

  /** An answer that is not written yet. */
  @Nullable KeptResponse unwritten(String tenant, String id) {
    return unwritten.get(new Key(tenant, id));
  }

  /** An answer and those before it, the newest first, as far as they are there; blocks. */
  List<KeptResponse> chain(String tenant, String id, int most) {
    List<KeptResponse> chain = new ArrayList<>();
    String next = id;
    while (next != null && chain.size() < most) {
      KeptResponse waiting = unwritten(tenant, next);
      if (waiting == null) {
        for (SealedResponse sealed :
            store.chain(tenant, next, clock.millis(), most - chain.size())) {
          chain.add(KeptResponse.open(vault, sealed));
        }
        return chain;
      }
      chain.add(waiting);
      next = waiting.previousId();
    }
    return chain;
  }

  /** The answer that has an item; blocks. */
  Optional<KeptResponse> withItem(String tenant, String itemId) {
    KeptResponse waiting = unwrittenItems.get(new Key(tenant, itemId));
    return waiting != null
        ? Optional.of(waiting)
        : store
            .withItem(tenant, itemId, clock.millis())
            .map(sealed -> KeptResponse.open(vault, sealed));
  }

  /** Forgets an answer, written or not; blocks until that is certain. */
  boolean delete(String tenant, String id) {
    KeptResponse waiting = unwritten(tenant, id);
    if (waiting != null) {
      forget(waiting);
    }
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    orders.add(new Order.Delete(tenant, id, done));
    return await(done) || waiting != null;
  }

  /** Blocks until all that was kept before is written. */
  public void flush() {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    orders.add(new Order.Flush(done));
    await(done);
  }

  private static boolean await(CompletableFuture<Boolean> done) {
    try {
      return done.join();
    } catch (java.util.concurrent.CompletionException e) {
      throw e.getCause() instanceof ResponsesUnavailable unavailable ? unavailable : e;
    }
  }

  /** Writes what waits, and ends. */
  @Override
  public void close() {
    closing = true;
    orders.add(new Order.Stop());
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    boolean running = true;
    while (running) {
      Order first = next();
      List<Order> batch = new ArrayList<>();
      if (first != null) {
        batch.add(first);
        orders.drainTo(batch, BATCH - 1);
      }
      running = carryOut(batch);
      expire();
    }
    refuseTheRest();
  }

  private void refuseTheRest() {
    ResponsesUnavailable ended = new ResponsesUnavailable("the keeper has ended", null);
    for (Order order = orders.poll(); order != null; order = orders.poll()) {
      switch (order) {
        case Order.Delete delete -> delete.done().completeExceptionally(ended);
        case Order.Flush flush -> flush.done().completeExceptionally(ended);
        case Order.Keep keep -> LOG.error("an answer is lost that was to be kept");
        case Order.Stop stop -> {}
      }
    }
  }

  private @Nullable Order next() {
    try {
      return orders.poll(EXPIRY_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return null; // Nobody interrupts this thread with a meaning.
    }
  }

  private boolean carryOut(List<Order> batch) {
    List<KeptResponse> responses = new ArrayList<>();
    boolean running = true;
    for (Order order : batch) {
      switch (order) {
        case Order.Keep keep -> responses.add(keep.response());
        case Order.Delete delete -> {
          write(responses);
          delete(delete);
        }
        case Order.Flush flush -> {
          write(responses);
          flush.done().complete(true);
        }
        case Order.Stop stop -> running = false;
      }
    }
    write(responses);
    return running;
  }

  private void delete(Order.Delete delete) {
    try {
      delete.done().complete(store.delete(delete.tenant(), delete.id()));
    } catch (ResponsesUnavailable e) {
      delete.done().completeExceptionally(e);
    }
  }

  /** Goes on trying while the store does not answer: what waits is at hand all the time. */
  private void write(List<KeptResponse> responses) {
    // What was deleted meanwhile is not there any more.
    responses.removeIf(it -> unwritten(it.tenant(), it.id()) == null);
    if (responses.isEmpty()) {
      return;
    }
    int tries = 0;
    while (true) {
      try {
        long expires = clock.millis() + retention.get().toMillis();
        store.put(responses.stream().map(it -> it.seal(vault, expires)).toList());
        written.addAndGet(responses.size());
        break;
      } catch (RuntimeException e) {
        if (tries++ == 0) {
          LOG.warn("answers cannot be kept now, trying again: {}", e.getMessage());
        }
        if (closing && tries >= TRIES_WHEN_CLOSING) {
          LOG.error("{} answers are lost that were to be kept", responses.size());
          break;
        }
        java.util.concurrent.locks.LockSupport.parkNanos(this, PATIENCE_NANOS);
      }
    }
    responses.forEach(this::forget);
    responses.clear();
  }

  private void forget(KeptResponse response) {
    if (unwritten.remove(new Key(response.tenant(), response.id()), response)) {
      waitingBytes.addAndGet(-response.size());
      for (String item : response.itemIds()) {
        unwrittenItems.remove(new Key(response.tenant(), item), response);
      }
    }
  }

  private void expire() {
    long now = clock.millis();
    if (now < nextExpiryMillis) {
      return;
    }
    nextExpiryMillis = now + EXPIRY_INTERVAL.toMillis();
    try {
      int expired = store.expire(now);
      if (expired > 0) {
        LOG.info("{} kept answers have expired", expired);
      }
    } catch (ResponsesUnavailable e) {
      LOG.warn("kept answers that have expired are still there: {}", e.getMessage());
    }
  }
}
