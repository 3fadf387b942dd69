package dev.breakwater.gateway.usage;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the journal into the ledger, on one thread. First it brings home what dead processes left
 * and ends what they cut off; then it looks every {@link #LOOK_NANOS}, or at once when asked, for
 * what this process has written. While the database does not answer it keeps trying and the journal
 * grows.
 */
public final class LedgerWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerWriter.class);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long FIRST_BACK_OFF_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long LONGEST_BACK_OFF_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** Records in one transaction to a row that it may have, for those that complete none. */
  private static final int RECORDS_A_ROW = 4;

  /**
   * How often a closing writer asks a database that does not answer; the journal keeps the rest.
   */
  private static final int TRIES_WHEN_CLOSING = 3;

  private final Journal journal;
  private final Ledger ledger;
  private final LastWords lastWords;
  private final InstantSource clock;
  private final Thread thread;
  private final Gathering gathering = new Gathering();
  private final BatchSize batchSize = new BatchSize();
  private final Map<Chain, ChainReader> readers = new HashMap<>();

  private final AtomicLong asked = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition caughtUp = lock.newCondition();
  private long answered;

  private volatile Instant asOf;
  private volatile @Nullable String lastError;
  private volatile int openRequests;
  private final AtomicLong rows = new AtomicLong();
  private volatile long recordsRead;
  private volatile boolean closing;

  private LedgerWriter(Journal journal, Ledger ledger, AttemptPrices prices, InstantSource clock) {
    this.journal = journal;
    this.ledger = ledger;
    this.lastWords = new LastWords(prices, journal.files().directory());
    this.clock = clock;
    this.asOf = clock.instant();
    for (Chain chain : journal.chains()) {
      readers.put(chain, chain.reader());
    }
    this.thread = Thread.ofPlatform().daemon().name("ledger-writer").unstarted(this::run);
  }

  /** Starts the writer's thread; a database that does not answer yet is waited for there. */
  public static LedgerWriter start(
      Journal journal, Ledger ledger, AttemptPrices prices, InstantSource clock) {
    LedgerWriter writer = new LedgerWriter(journal, ledger, prices, clock);
    writer.thread.start();
    return writer;
  }

  /**
   * Waits until the ledger has everything that was logged before this call. Blocks its thread.
   *
   * @return false when {@code atMost} went by first
   */
  public boolean awaitCaughtUp(Duration atMost) {
    long mine = asked.incrementAndGet();
    LockSupport.unpark(thread);
    long left = atMost.toNanos();
    lock.lock();
    try {
      while (answered < mine) {
        if (left <= 0 || !thread.isAlive()) {
          return false;
        }
        left = caughtUp.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  public LedgerState state() {
    long records = 0;
    long bytes = 0;
    for (Chain chain : journal.chains()) {
      records += chain.records();
      bytes += chain.unconsumedBytes();
    }
    return new LedgerState(
        asOf, Math.max(0, records - recordsRead), bytes, openRequests, rows.get(), lastError);
  }

  /**
   * Brings what has been logged to the ledger and ends the thread; call it before the journal's.
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
  }

  private void run() {
    try {
      if (!bringHomeTheDead()) {
        return;
      }
      while (!closing) {
        if (!catchUp()) {
          return;
        }
        if (!closing && asked.get() == answered) {
          LockSupport.parkNanos(this, LOOK_NANOS);
        }
      }
      catchUp();
    } catch (RuntimeException e) {
      lastError = "the ledger's writer stopped: " + e;
      LOG.error("the ledger's writer stopped; the journal keeps what is logged", e);
    }
  }

  /** Reads what earlier processes left, ends what they cut off, and frees their segments. */
  private boolean bringHomeTheDead() {
    Ledger.Progress[] loaded = new Ledger.Progress[1];
    if (!insist(() -> loaded[0] = ledger.load())) {
      return false;
    }
    gathering.restore(loaded[0].open());
    Map<ChainId, ChainPosition> cursors = new HashMap<>();
    loaded[0].cursors().forEach(cursor -> cursors.put(cursor.chain(), cursor));
    Set<ChainId> forgotten = new HashSet<>(cursors.keySet());
    for (DeadChain chain : journal.deadChains()) {
      forgotten.remove(chain.id());
      ChainReader reader = chain.reader(cursors.getOrDefault(chain.id(), chain.beginning()));
      if (!drain(List.of(reader))) {
        return false;
      }
    }
    long boot = journal.chains().getFirst().id().boot();
    do {
      gathering.interrupt(boot, batchSize.rows(), lastWords);
      if (!commit(List.of(), List.copyOf(forgotten))) {
        return false;
      }
      forgotten.clear();
    } while (gathering.hasOpenBefore(boot));
    journal.deadChains().forEach(DeadChain::release);
    journal.files().releaseProgress();
    return true;
  }

  /** Reads all chains up to the heads that they have now. */
  private boolean catchUp() {
    long question = asked.get();
    Instant before = clock.instant();
    readers.forEach((chain, reader) -> reader.limit(chain.head()));
    if (!drain(new ArrayList<>(readers.values()))) {
      return false;
    }
    asOf = before;
    lock.lock();
    try {
      answered = question;
      caughtUp.signalAll();
    } finally {
      lock.unlock();
    }
    return true;
  }

  private boolean drain(List<ChainReader> sources) {
    while (true) {
      List<ChainPosition> moved = new ArrayList<>();
      for (ChainReader reader : sources) {
        long start = reader.packed();
        read(reader);
        if (reader.packed() != start) {
          moved.add(reader.position());
        }
      }
      if (moved.isEmpty()) {
        return true;
      }
      if (!commit(moved, List.of())) {
        return false;
      }
    }
  }

  private void read(ChainReader reader) {
    ChainId chain = reader.position().chain();
    int most = batchSize.rows();
    for (int count = 0; count < RECORDS_A_ROW * most && gathering.rows() < most; count++) {
      UsageRecord next = reader.next();
      if (next == null) {
        return;
      }
      gathering.add(chain, next);
    }
  }

  private boolean commit(List<ChainPosition> cursors, List<ChainId> forgotten) {
    LedgerBatch gathered = gathering.batch(cursors, forgotten);
    if (!insist(() -> timed(gathered))) {
      return false;
    }
    rows.addAndGet(gathered.rows().size());
    gathering.committed();
    openRequests = gathering.openRequests();
    long read = 0;
    for (Map.Entry<Chain, ChainReader> entry : readers.entrySet()) {
      read += entry.getValue().records();
      journal.release(entry.getKey(), entry.getValue().packed());
    }
    recordsRead = read;
    return true;
  }

  private void timed(LedgerBatch gathered) throws LedgerUnavailable {
    long before = clock.millis();
    ledger.commit(gathered);
    batchSize.took(gathered.rows().size(), clock.millis() - before);
  }

  private interface Work {
    void run() throws LedgerUnavailable;
  }

  /** Tries until it works; false when the writer is to close and the database does not answer. */
  private boolean insist(Work work) {
    long backOff = FIRST_BACK_OFF_NANOS;
    int triesWhenClosing = 0;
    while (true) {
      try {
        work.run();
        if (lastError != null) {
          LOG.info("the ledger takes usage again");
          lastError = null;
        }
        return true;
      } catch (LedgerUnavailable | RuntimeException e) {
        if (lastError == null) {
          LOG.warn("the ledger takes no usage, the journal keeps it: {}", e.toString());
        }
        lastError = String.valueOf(e.getMessage());
      }
      if (closing && ++triesWhenClosing >= TRIES_WHEN_CLOSING) {
        return false;
      }
      LockSupport.parkNanos(this, backOff);
      backOff = Math.min(2 * backOff, LONGEST_BACK_OFF_NANOS);
    }
  }
}
