package dev.breakwater.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.gateway.concurrent.Timekeeper;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.concurrent.Why;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The journal that outlives a power loss, over a disk that the test owns, and over the real one.
 */
class GroupForceTest {
  private static final int SEGMENT = 64 << 10;
  private static final JournalSettings SAFE =
      new JournalSettings(16L << 20, SEGMENT).with(Durability.POWER);
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochMilli(Sample.START));

  @TempDir Path directory;
  private final TestDisk disk = new TestDisk();
  private Journal journal;

  @BeforeEach
  void open() throws IOException {
    journal = Journal.open(directory.resolve("live"), 2, SAFE, CLOCK, disk);
    // The headers of two chains: what is forced from now on is what a test has written.
    Waiting.until(() -> disk.done.get() == 2);
  }

  @AfterEach
  void close() {
    disk.blocked.set(false);
    disk.gate.release(1_000_000);
    disk.failure.set("");
    journal.close();
  }

  @Test
  void aCallBeginsOnlyOnceItsRecordIsOnTheDisk() throws Exception {
    disk.block();
    Caller caller = new Caller(0, Sample.id(1)).start();
    Waiting.until(() -> disk.waiting.get() == 1);
    assertThat(caller.result).hasValue(Result.WAITING);
    disk.free();
    Waiting.until(() -> caller.result.get() == Result.CALLED);
    // The record lay within what was forced before the call went out.
    assertThat(disk.upTo.get()).isGreaterThanOrEqualTo(caller.head.get());
  }

  @Test
  void whoComesWhileADiskIsBusySharesTheNextForce() throws Exception {
    disk.block();
    List<Caller> callers = new ArrayList<>();
    callers.add(new Caller(0, Sample.id(0)).start());
    Waiting.until(() -> disk.waiting.get() == 1);
    int before = disk.forces.get();
    for (int number = 1; number <= 200; number++) {
      callers.add(new Caller(number % 2, Sample.id(number)).start());
    }
    Waiting.until(() -> records() == 201);
    disk.free();
    Waiting.until(() -> callers.stream().allMatch(it -> it.result.get() == Result.CALLED));
    // The one under way, and for each of the two chains one more for all, or two where the
    // force began between two records that a loop had written.
    assertThat(disk.forces.get() - before).isBetween(2, 10);
  }

  @Test
  void endsAreForcedByThemselvesAndNobodyWaitsForThem() throws Exception {
    Caller caller = new Caller(0, Sample.id(1)).start();
    Waiting.until(() -> caller.result.get() == Result.CALLED);
    UsageLog log = journal.log(0);
    log.ended(Sample.succeeded(Sample.id(1), 1, 7));
    log.ended(Sample.over(Sample.id(1), 1, Status.SUCCESS, Sample.GOOGLE));
    long head = journal.chains().getFirst().head();
    Waiting.until(() -> disk.upTo.get() >= head);
  }

  @Test
  void aDiskThatFailsRefusesWhoWaitsAndWhoComesAndTakesUpAgain() throws Exception {
    disk.failure.set("planted");
    Caller waited = new Caller(0, Sample.id(1)).start();
    Waiting.until(() -> waited.result.get() == Result.REFUSED);
    assertThat(waited.reason.get()).contains("the disk does not take").contains("planted");
    assertThat(journal.state().problem()).contains("planted");
    assertThatThrownBy(() -> journal.log(0).began(Sample.began(Sample.id(2), 1, Sample.GOOGLE)))
        .isInstanceOf(JournalFull.class)
        .hasMessageContaining("planted");
    long failed = disk.failedFrom.get();
    disk.failure.set("");
    Waiting.until(() -> journal.state().problem() == null);
    // What had failed was forced after all, from where it had failed.
    assertThat(disk.from.get()).isLessThanOrEqualTo(failed);
    Caller next = new Caller(0, Sample.id(3)).start();
    Waiting.until(() -> next.result.get() == Result.CALLED);
  }

  @Test
  void aCallThatWasNotMadeIsInNoLedgerAndItsReserveIsGivenBack() throws Exception {
    disk.failure.set("planted");
    Caller refused = new Caller(0, Sample.id(1)).start();
    Waiting.until(() -> refused.result.get() == Result.REFUSED);
    journal.log(0).ended(Sample.over(Sample.id(1), 0, Status.ERROR, Sample.GOOGLE));
    disk.failure.set("");
    MemoryLedger ledger = new MemoryLedger();
    try (LedgerWriter writer = LedgerWriter.start(journal, ledger, Sample.PRICES, CLOCK)) {
      assertThat(writer.awaitCaughtUp(Duration.ofSeconds(20))).isTrue();
      LedgerRow row = ledger.rows().getFirst();
      assertThat(row.request().requestId()).isEqualTo(Sample.id(1));
      assertThat(row.request().status()).isEqualTo(Status.ERROR);
      assertThat(row.attempts()).isEmpty();
      assertThat(ledger.attempts()).isEmpty();
      assertThat(ledger.open()).isZero();
      assertThat(writer.state().openRequests()).isZero();
    }
    assertThat(journal.chains().getFirst().reserved()).isZero();
  }

  @Test
  void whoLeavesWhileItsRecordIsOnTheWayIsNotCalledFor() throws Exception {
    disk.block();
    Caller caller = new Caller(0, Sample.id(1)).start();
    Waiting.until(() -> disk.waiting.get() == 1);
    caller.waiter.leave(Why.CLIENT_LEFT);
    Waiting.until(() -> caller.result.get() == Result.REFUSED);
    assertThat(journal.state().problem()).isNull();
  }

  @Test
  void aDiskThatHangsIsNotWaitedForLongerThanItsPatience() throws Exception {
    disk.block();
    Caller caller = new Caller(0, Sample.id(1)).start();
    Waiting.until(() -> caller.time.alarms.size() == 1);
    caller.time.pass(ChainForce.PATIENCE);
    Waiting.until(() -> caller.result.get() == Result.REFUSED);
    assertThat(caller.reason.get()).contains("has not taken the usage journal for 5 s");
    // Whoever comes next does not wait in vain.
    assertThatThrownBy(() -> journal.log(0).began(Sample.began(Sample.id(2), 1, Sample.GOOGLE)))
        .isInstanceOf(JournalFull.class)
        .hasMessageContaining("for 5 s");
    disk.free();
    Waiting.until(() -> journal.state().problem() == null);
  }

  @Test
  void theLedgerFreesNoSegmentThatIsNotOnTheDisk() throws Exception {
    disk.block();
    Chain chain = journal.chains().getFirst();
    for (int number = 0; chain.head() >>> 32 < 4; number++) {
      write(journal, Sample.id(number));
    }
    journal.release(chain, chain.head());
    assertThat(chain.segments()).containsKeys(1L, 2L, 3L);
    disk.free();
    Waiting.until(() -> {
      journal.release(chain, chain.head());
      return !chain.segments().containsKey(3L);
    });
  }

  @Test
  void theRealDiskTakesTheJournalAndANewProcessReadsIt() throws Exception {
    List<Caller> callers = new ArrayList<>();
    for (int number = 0; number < 20; number++) {
      callers.add(new Caller(number % 2, Sample.id(number)).start());
    }
    Waiting.until(() -> callers.stream().allMatch(it -> it.result.get() == Result.CALLED));
    Path image = directory.resolve("image");
    Image.copy(directory.resolve("live"), image, name -> name.endsWith(SegmentName.SUFFIX));
    int found = 0;
    try (Journal next = Journal.open(image, 2, SAFE, CLOCK)) {
      for (DeadChain chain : next.deadChains()) {
        ChainReader reader = chain.reader(chain.beginning());
        while (reader.next() != null) {
          found++;
        }
      }
      assertThat(next.state().damages()).isEmpty();
      assertThat(next.state().tornTails()).isZero();
    }
    assertThat(found).isEqualTo(20);
  }

  @Test
  void aJournalThatOutlivesItsProcessOnlyForcesNothing() throws Exception {
    AtomicInteger plainForces = new AtomicInteger();
    try (Journal plain =
        Journal.open(
            directory.resolve("plain"),
            1,
            new JournalSettings(16L << 20, SEGMENT),
            CLOCK,
            (segment, from, to) -> plainForces.incrementAndGet())) {
      Chain chain = plain.chains().getFirst();
      for (int number = 0; chain.head() >>> 32 < 3; number++) {
        write(plain, Sample.id(number));
      }
      AttemptBegan began = Sample.began(Sample.id(999_999), 1, Sample.GOOGLE);
      chain.began(began);
      chain.assure(began, new Waiter(Thread.currentThread(), new TestTime()));
    }
    assertThat(plainForces).hasValue(0);
  }

  private long records() {
    return journal.chains().stream().mapToLong(Chain::records).sum();
  }

  private static void write(Journal journal, String id) {
    Waiting.until(() -> {
      try {
        Sample.request(journal.log(0), id);
        return true;
      } catch (JournalFull e) {
        return false;
      }
    });
  }

  private enum Result {
    WAITING,
    CALLED,
    REFUSED
  }

  /** An exchange on a virtual thread that wants to call an upstream. */
  private final class Caller {
    final AtomicReference<Result> result = new AtomicReference<>(Result.WAITING);
    final AtomicReference<String> reason = new AtomicReference<>("");
    final AtomicLong head = new AtomicLong();
    final TestTime time = new TestTime();
    final Waiter waiter;
    private final Thread thread;
    private final int loop;
    private final String id;

    Caller(int loop, String id) {
      this.loop = loop;
      this.id = id;
      this.thread = Thread.ofVirtual().unstarted(this::call);
      this.waiter = new Waiter(thread, time);
    }

    Caller start() {
      thread.start();
      return this;
    }

    private void call() {
      Chain chain = journal.chains().get(loop);
      AttemptBegan began = Sample.began(id, 1, Sample.GOOGLE);
      try {
        while (!begin(chain, began)) {
          LockSupport.parkNanos(100_000);
        }
        chain.assure(began, waiter);
        result.set(Result.CALLED);
      } catch (JournalFull e) {
        reason.set(String.valueOf(e.getMessage()));
        result.set(Result.REFUSED);
      }
    }

    /** The loop that owns a chain runs one exchange at a time; here a lock stands for it. */
    private boolean begin(Chain chain, AttemptBegan began) {
      synchronized (chain) {
        try {
          chain.began(began);
          head.set(chain.head());
          return true;
        } catch (JournalFull noSegmentReady) {
          return false;
        }
      }
    }
  }

  /** A disk that can be made to wait and to fail; the rest is the real one. */
  private static final class TestDisk implements GroupForce.Disk {
    final AtomicInteger forces = new AtomicInteger();
    final AtomicInteger done = new AtomicInteger();
    final AtomicInteger waiting = new AtomicInteger();
    final AtomicLong from = new AtomicLong();
    final AtomicLong upTo = new AtomicLong();
    final AtomicLong failedFrom = new AtomicLong();
    final AtomicReference<String> failure = new AtomicReference<>("");
    final AtomicBoolean blocked = new AtomicBoolean();
    final Semaphore gate = new Semaphore(0);

    void block() {
      blocked.set(true);
    }

    void free() {
      blocked.set(false);
      gate.release();
    }

    @Override
    public void force(Segment segment, int start, int end) {
      forces.incrementAndGet();
      if (blocked.get()) {
        waiting.incrementAndGet();
        gate.acquireUninterruptibly();
        waiting.decrementAndGet();
      }
      String why = failure.get();
      if (!why.isEmpty()) {
        failedFrom.set(Chain.pack(segment.name().sequence(), start));
        throw new UncheckedIOException(new IOException(why));
      }
      segment.force(start, end);
      from.set(Chain.pack(segment.name().sequence(), start));
      upTo.accumulateAndGet(Chain.pack(segment.name().sequence(), end), Math::max);
      done.incrementAndGet();
    }
  }

  /** Time that passes when the test says so. */
  private static final class TestTime implements Timekeeper {
    final List<Runnable> alarms = new CopyOnWriteArrayList<>();
    private final AtomicLong nanos = new AtomicLong();

    void pass(Duration time) {
      nanos.addAndGet(time.toNanos());
      alarms.forEach(Runnable::run);
    }

    @Override
    public long nanos() {
      return nanos.get();
    }

    @Override
    public long epochMillis() {
      return Sample.START;
    }

    @Override
    public Alarm at(long atNanos, Runnable task) {
      alarms.add(task);
      return () -> alarms.remove(task);
    }
  }
}
