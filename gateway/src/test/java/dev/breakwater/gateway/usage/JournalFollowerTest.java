package dev.breakwater.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalFollowerTest {
  private static final int SEGMENT = 64 << 10;
  private static final JournalSettings SMALL = new JournalSettings(16L << 20, SEGMENT);
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochMilli(Sample.START));

  @TempDir Path directory;
  private Journal journal;
  private JournalFollower follower;
  private final Queue<LedgerRow> told = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void open() throws Exception {
    journal = Journal.open(directory, 2, SMALL, CLOCK);
    follower = JournalFollower.start(journal);
    follower.listen("test", told::add);
  }

  @AfterEach
  void close() {
    follower.close();
    journal.close();
  }

  @Test
  void aRequestIsToldOfOnceItIsOverWithAllItsAttempts() throws Exception {
    UsageLog log = journal.log(1);
    String id = Sample.id(1);
    log.began(Sample.began(id, 1, Sample.GOOGLE));
    log.ended(Sample.failed(id, 1));
    log.began(Sample.began(id, 2, Sample.OPENAI));
    log.ended(Sample.succeeded(id, 2, 5));
    log.ended(Sample.over(id, 2, Status.SUCCESS, Sample.OPENAI));
    Waiting.until(() -> told.size() == 1);
    LedgerRow row = Sample.unmarked(told.remove());
    assertThat(row.request()).isEqualTo(Sample.over(id, 2, Status.SUCCESS, Sample.OPENAI));
    assertThat(row.attempts())
        .containsExactly(
            new AttemptRow(Sample.began(id, 1, Sample.GOOGLE), Sample.failed(id, 1)),
            new AttemptRow(Sample.began(id, 2, Sample.OPENAI), Sample.succeeded(id, 2, 5)));
  }

  @Test
  void aRequestThatNeverReachedAnUpstreamIsToldOf() {
    RequestEnded refused = Sample.over(Sample.id(1), 0, Status.REJECTED, Sample.GOOGLE);
    journal.log(0).ended(refused);
    Waiting.until(() -> told.size() == 1);
    assertThat(told.remove()).isEqualTo(new LedgerRow(refused, List.of()));
  }

  @Test
  void anAttemptThatEndsAfterItsRequestIsWaitedFor() throws Exception {
    String id = Sample.id(1);
    UsageLog log = journal.log(0);
    log.began(Sample.began(id, 1, Sample.GOOGLE));
    log.began(Sample.began(id, 2, Sample.OPENAI));
    log.ended(Sample.succeeded(id, 2, 5));
    log.ended(Sample.over(id, 2, Status.SUCCESS, Sample.OPENAI));
    Waiting.until(() -> follower.state().lag() == 0 && follower.state().openRequests() == 1);
    assertThat(told).isEmpty();
    log.ended(Sample.failed(id, 1));
    Waiting.until(() -> told.size() == 1);
    assertThat(told.remove().attempts()).hasSize(2);
    assertThat(follower.state().lost()).isZero();
  }

  @Test
  void aListenerHearsOnlyOfWhatItWantsAndThenOfAllItsAttempts() throws Exception {
    try (JournalFollower picky = JournalFollower.start(journal)) {
      Queue<LedgerRow> heard = new ConcurrentLinkedQueue<>();
      picky.listen("of-fallbacks", new OfFallbacks(heard));
      UsageLog log = journal.log(0);
      Sample.request(log, Sample.id(1));
      log.ended(Sample.over(Sample.id(2), 0, Status.REJECTED, Sample.GOOGLE));
      fallback(log, Sample.id(3));
      Sample.request(log, Sample.id(4));
      Waiting.until(() -> picky.state().lag() == 0 && heard.size() == 1);
      assertThat(heard.remove()).isEqualTo(fallenBack(Sample.id(3)));
      // What nobody wants is not missed, and does not stay either.
      assertThat(picky.state().lost()).isZero();
      assertThat(picky.state().openRequests()).isZero();
      // Another one that wants everything changes nothing for the first.
      Queue<LedgerRow> all = new ConcurrentLinkedQueue<>();
      picky.listen("of-all", all::add);
      Sample.request(log, Sample.id(5));
      fallback(log, Sample.id(6));
      Waiting.until(() -> all.size() == 2 && heard.size() == 1);
      assertThat(heard.remove()).isEqualTo(fallenBack(Sample.id(6)));
    }
  }

  @Test
  void aRequestThatNobodyWantsIsForgottenOnceItsLastAttemptHasEnded() throws Exception {
    try (JournalFollower picky = JournalFollower.start(journal)) {
      picky.listen("of-nothing", new OfFallbacks(new ConcurrentLinkedQueue<>(), Integer.MAX_VALUE));
      String id = Sample.id(1);
      UsageLog log = journal.log(0);
      log.began(Sample.began(id, 1, Sample.GOOGLE));
      log.began(Sample.began(id, 2, Sample.OPENAI));
      log.ended(Sample.succeeded(id, 2, 5));
      log.ended(Sample.over(id, 2, Status.SUCCESS, Sample.OPENAI));
      Waiting.until(() -> picky.state().lag() == 0 && picky.state().openRequests() == 1);
      log.ended(Sample.failed(id, 1));
      Waiting.until(() -> picky.state().lag() == 0 && picky.state().openRequests() == 0);
      assertThat(picky.state().lost()).isZero();
      assertThat(picky.state().listeners().getFirst().told()).isZero();
    }
  }

  @Test
  void aRequestThatNobodyWantsIsLostAllTheSameWhenItsBeginningWasNotRead() throws Exception {
    UsageLog log = journal.log(0);
    log.began(Sample.began(Sample.id(1), 1, Sample.GOOGLE));
    try (JournalFollower late = JournalFollower.start(journal)) {
      late.listen("of-nothing", new OfFallbacks(new ConcurrentLinkedQueue<>(), Integer.MAX_VALUE));
      log.began(Sample.began(Sample.id(1), 2, Sample.GOOGLE));
      log.ended(Sample.succeeded(Sample.id(1), 2, 7));
      log.ended(Sample.over(Sample.id(1), 2, Status.SUCCESS, Sample.GOOGLE));
      Waiting.until(() -> late.state().lost() == 3);
    }
  }

  /** Wants requests of so many calls or more only. */
  private record OfFallbacks(Queue<LedgerRow> heard, int calls) implements UsageListener {
    OfFallbacks(Queue<LedgerRow> heard) {
      this(heard, 2);
    }

    @Override
    public void ended(LedgerRow row) {
      heard.add(Sample.unmarked(row));
    }

    @Override
    public boolean wants(RequestEnded request) {
      return request.attempts() >= calls;
    }
  }

  private static void fallback(UsageLog log, String id) throws JournalFull {
    log.began(Sample.began(id, 1, Sample.GOOGLE));
    log.ended(Sample.failed(id, 1));
    log.began(Sample.began(id, 2, Sample.OPENAI));
    log.ended(Sample.succeeded(id, 2, 5));
    log.ended(Sample.over(id, 2, Status.SUCCESS, Sample.OPENAI));
  }

  private static LedgerRow fallenBack(String id) {
    return new LedgerRow(
        Sample.over(id, 2, Status.SUCCESS, Sample.OPENAI),
        List.of(
            new AttemptRow(Sample.began(id, 1, Sample.GOOGLE), Sample.failed(id, 1)),
            new AttemptRow(Sample.began(id, 2, Sample.OPENAI), Sample.succeeded(id, 2, 5))));
  }

  @Test
  void whatWasLoggedBeforeTheFollowerCameIsNotToldOf() throws Exception {
    UsageLog log = journal.log(0);
    Sample.request(log, Sample.id(1));
    log.began(Sample.began(Sample.id(2), 1, Sample.GOOGLE));
    try (JournalFollower late = JournalFollower.start(journal)) {
      Queue<LedgerRow> heard = new ConcurrentLinkedQueue<>();
      late.listen("late", heard::add);
      log.ended(Sample.succeeded(Sample.id(2), 1, 7));
      log.ended(Sample.over(Sample.id(2), 1, Status.SUCCESS, Sample.GOOGLE));
      Sample.request(log, Sample.id(3));
      Waiting.until(() -> heard.size() == 1);
      assertThat(heard.remove().request().requestId()).isEqualTo(Sample.id(3));
      // Half a request cannot be told of: its end and its attempt's are lost.
      Waiting.until(() -> late.state().lost() == 2);
    }
  }

  @Test
  void listenersAreToldWhileTheLedgerTakesNothing() throws Exception {
    MemoryLedger ledger = new MemoryLedger();
    ledger.answerOnly(0);
    try (LedgerWriter writer = LedgerWriter.start(journal, ledger, Sample.PRICES, CLOCK)) {
      Waiting.until(() -> ledger.refusals() > 0);
      for (int number = 0; number < 500; number++) {
        write(Sample.id(number));
      }
      Waiting.until(() -> told.size() == 500);
      assertThat(writer.state().rows()).isZero();
      assertThat(follower.state().lost()).isZero();
    }
  }

  @Test
  void aListenerThatThrowsIsToldOfTheNextAndOthersAreToldOfAll() throws Exception {
    List<String> seen = new ArrayList<>();
    follower.listen(
        "bad",
        row -> {
          seen.add(row.request().requestId());
          throw new IllegalStateException("planted");
        });
    for (int number = 0; number < 20; number++) {
      write(Sample.id(number));
    }
    Waiting.until(() -> told.size() == 20 && state("bad").failures() == 20);
    assertThat(seen).hasSize(20);
    assertThat(state("bad").told()).isZero();
    assertThat(state("test").failures()).isZero();
  }

  @Test
  void aListenerThatHangsMissesRequestsAndNobodyElseDoes() throws Exception {
    CountDownLatch hanging = new CountDownLatch(1);
    follower.listen("slow", row -> awaitUninterruptibly(hanging));
    int requests = Courier.MOST_WAITING + 100;
    for (int number = 0; number < requests; number++) {
      write(Sample.id(number));
      if (number % 1_000 == 0) {
        Waiting.until(() -> follower.state().lag() == 0);
        release();
      }
    }
    Waiting.until(() -> told.size() == requests);
    // One is with the listener, as many as there is room for wait.
    Waiting.until(() -> state("slow").lost() == requests - Courier.MOST_WAITING - 1);
    assertThat(state("test").lost()).isZero();
    hanging.countDown();
    Waiting.until(() -> state("slow").told() == Courier.MOST_WAITING + 1);
  }

  @Test
  void whatWasLoggedBeforeTheEndIsToldOfBeforeItEnds() throws Exception {
    for (int number = 0; number < 300; number++) {
      write(Sample.id(number));
    }
    follower.close();
    assertThat(told).hasSize(300);
  }

  @Test
  void anAttemptThatWasTakenBackIsInNoRow() throws Exception {
    Chain chain = journal.chains().getFirst();
    String id = Sample.id(1);
    chain.began(Sample.began(id, 1, Sample.GOOGLE));
    chain.ended(Sample.succeeded(id, 1, 5));
    chain.began(Sample.began(id, 2, Sample.GOOGLE));
    chain.forgo(Sample.began(id, 2, Sample.GOOGLE));
    chain.ended(Sample.over(id, 1, Status.SUCCESS, Sample.GOOGLE));
    Waiting.until(() -> told.size() == 1);
    assertThat(told.remove().attempts())
        .extracting(attempt -> attempt.began().number())
        .containsExactly(1);
    assertThat(follower.state().lost()).isZero();
  }

  private FollowerState.Listener state(String name) {
    return follower.state().listeners().stream()
        .filter(listener -> listener.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void write(String id) {
    Waiting.until(() -> {
      try {
        Sample.request(journal.log(0), id);
        return true;
      } catch (JournalFull e) {
        return false;
      }
    });
  }

  /** As if the ledger had taken everything. */
  private void release() {
    journal.chains().forEach(chain -> journal.release(chain, chain.head()));
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
