package dev.breakwater.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerWriterTest {
  private static final JournalSettings SMALL = new JournalSettings(16L << 20, 64 << 10);
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochMilli(Sample.START));
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path directory;
  private final MemoryLedger ledger = new MemoryLedger();
  private Journal journal;
  private LedgerWriter writer;

  @BeforeEach
  void open() throws Exception {
    journal = Journal.open(directory.resolve("live"), 2, SMALL, CLOCK);
    writer = LedgerWriter.start(journal, ledger, Sample.PRICES, CLOCK);
  }

  @AfterEach
  void close() {
    ledger.answerOnly(Integer.MAX_VALUE);
    writer.close();
    journal.close();
  }

  @Test
  void aRequestThatIsLoggedIsInTheLedgerOnceTheWriterHasCaughtUp() throws Exception {
    Sample.request(journal.log(0), Sample.id(1));
    Sample.request(journal.log(1), Sample.id(2));
    assertThat(writer.awaitCaughtUp(LONG)).isTrue();
    assertThat(ledger.rows()).hasSize(2);
    LedgerRow row = row(Sample.id(1));
    assertThat(row.request())
        .isEqualTo(Sample.over(Sample.id(1), 1, Status.SUCCESS, Sample.GOOGLE));
    assertThat(row.attempts()).hasSize(1);
    assertThat(row.costNanos()).isEqualTo(1_007);
    assertThat(ledger.open()).isZero();
  }

  @Test
  void catchingUpTakesMillisecondsAndNotTheWritersOwnPace() throws Exception {
    assertThat(writer.awaitCaughtUp(LONG)).isTrue();
    long start = System.nanoTime();
    for (int number = 0; number < 50; number++) {
      Sample.request(journal.log(0), Sample.id(number));
      assertThat(writer.awaitCaughtUp(LONG)).isTrue();
      assertThat(ledger.rows()).hasSize(number + 1);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void withoutBeingAskedTheWriterComesByItself() throws Exception {
    Sample.request(journal.log(0), Sample.id(1));
    Waiting.until(() -> ledger.rows().size() == 1);
  }

  @Test
  void aFallbackHasARowAnAttempt() throws Exception {
    String id = Sample.id(7);
    UsageLog log = journal.log(0);
    log.began(Sample.began(id, 1, Sample.GOOGLE));
    log.ended(Sample.failed(id, 1));
    log.began(Sample.began(id, 2, Sample.OPENAI));
    log.ended(Sample.succeeded(id, 2, 5));
    log.ended(Sample.over(id, 2, Status.SUCCESS, Sample.OPENAI));
    assertThat(writer.awaitCaughtUp(LONG)).isTrue();
    assertThat(row(id).attempts())
        .extracting(attempt -> attempt.ended().status())
        .containsExactly(Status.ERROR, Status.SUCCESS);
    assertThat(row(id).target()).isEqualTo(Sample.OPENAI);
    assertThat(row(id).isEstimated()).isFalse();
  }

  @Test
  void anAttemptThatIsStillOpenIsKeptAndFreesItsSegments() throws Exception {
    String slow = Sample.id(1);
    UsageLog log = journal.log(0);
    log.began(Sample.began(slow, 1, Sample.GOOGLE));
    for (int number = 2; number < 1000; number++) {
      int at = number;
      Waiting.until(() -> tryRequest(log, Sample.id(at)));
    }
    assertThat(writer.awaitCaughtUp(LONG)).isTrue();
    assertThat(ledger.open()).isEqualTo(1);
    assertThat(journal.chains().getFirst().segments().keySet()).doesNotContain(1L);
    log.ended(Sample.succeeded(slow, 1, 3));
    log.ended(Sample.over(slow, 1, Status.SUCCESS, Sample.GOOGLE));
    assertThat(writer.awaitCaughtUp(LONG)).isTrue();
    assertThat(ledger.open()).isZero();
    assertThat(row(slow).attempts()).hasSize(1);
  }

  @Test
  void anAttemptThatEndsAfterItsRequestIsWaitedFor() throws Exception {
    String id = Sample.id(1);
    UsageLog log = journal.log(0);
    log.began(Sample.began(id, 1, Sample.GOOGLE));
    log.began(Sample.began(id, 2, Sample.OPENAI));
    log.ended(Sample.succeeded(id, 2, 5));
    log.ended(Sample.over(id, 2, Status.SUCCESS, Sample.OPENAI));
    assertThat(writer.awaitCaughtUp(LONG)).isTrue();
    assertThat(ledger.rows()).isEmpty();
    assertThat(ledger.open()).isEqualTo(3);
    log.ended(Sample.failed(id, 1));
    assertThat(writer.awaitCaughtUp(LONG)).isTrue();
    assertThat(row(id).attempts()).hasSize(2);
    assertThat(ledger.open()).isZero();
  }

  @Test
  void aDatabaseThatIsAwayLosesNothingAndItsAbsenceShows() throws Exception {
    assertThat(writer.awaitCaughtUp(LONG)).isTrue();
    ledger.answerOnly(0);
    for (int number = 0; number < 300; number++) {
      int at = number;
      Waiting.until(() -> tryRequest(journal.log(0), Sample.id(at)));
    }
    Waiting.until(() -> ledger.refusals() > 1);
    assertThat(writer.awaitCaughtUp(Duration.ofMillis(20))).isFalse();
    assertThat(writer.state().lastError()).contains("away");
    assertThat(writer.state().lagRecords()).isEqualTo(900);
    assertThat(writer.state().lagBytes()).isPositive();
    ledger.answerOnly(Integer.MAX_VALUE);
    assertThat(writer.awaitCaughtUp(LONG)).isTrue();
    assertThat(ledger.rows()).hasSize(300);
    assertThat(ledger.repeats()).isZero();
    assertThat(writer.state().lastError()).isNull();
    assertThat(writer.state().lagRecords()).isZero();
    assertThat(writer.state().lagBytes()).isZero();
  }

  @Test
  void whatADeathCutsOffIsInterruptedAndWhatEndedIsNot() throws Exception {
    UsageLog log = journal.log(0);
    log.began(Sample.began(Sample.id(1), 1, Sample.GOOGLE));
    log.began(Sample.began(Sample.id(2), 1, Sample.GOOGLE));
    log.ended(Sample.failed(Sample.id(2), 1));
    log.began(Sample.began(Sample.id(2), 2, Sample.OPENAI));
    assertThat(writer.awaitCaughtUp(LONG)).isTrue();
    log.began(Sample.began(Sample.id(3), 1, Sample.GOOGLE));
    log.ended(Sample.succeeded(Sample.id(3), 1, 4));
    Sample.request(journal.log(1), Sample.id(4));
    die();

    LedgerRow cut = row(Sample.id(1));
    assertThat(cut.request().status()).isEqualTo(Status.INTERRUPTED);
    assertThat(cut.isEstimated()).isTrue();
    assertThat(cut.attempts().getFirst().ended().status()).isEqualTo(Status.INTERRUPTED);
    assertThat(cut.costNanos()).isEqualTo(40_000);
    assertThat(cut.unpriced()).isZero();

    LedgerRow between = row(Sample.id(2));
    assertThat(between.request().status()).isEqualTo(Status.INTERRUPTED);
    assertThat(between.attempts())
        .extracting(attempt -> attempt.ended().status())
        .containsExactly(Status.ERROR, Status.INTERRUPTED);
    assertThat(between.unpriced()).isEqualTo(1);

    LedgerRow unanswered = row(Sample.id(3));
    assertThat(unanswered.request().status()).isEqualTo(Status.INTERRUPTED);
    assertThat(unanswered.attempts().getFirst().ended().status()).isEqualTo(Status.SUCCESS);
    assertThat(row(Sample.id(4)).request().status()).isEqualTo(Status.SUCCESS);
    assertThat(ledger.open()).isZero();
  }

  @Test
  void whatADeathCutsOffIsBilledForWhatHadComeOfItsAnswer() throws Exception {
    UsageLog log = journal.log(0);
    Progress over = log.began(Sample.began(Sample.id(1), 1, Sample.GOOGLE));
    over.come(1_000);
    log.ended(Sample.succeeded(Sample.id(1), 1, 4));
    over.over();
    over.come(2_000);
    Progress read = log.began(Sample.began(Sample.id(2), 1, Sample.GOOGLE));
    read.come(17);
    assertThat(writer.awaitCaughtUp(LONG)).isTrue();
    Progress unread = log.began(Sample.began(Sample.id(3), 1, Sample.GOOGLE));
    unread.come(5);
    unread.come(6);
    log.began(Sample.began(Sample.id(4), 1, Sample.GOOGLE));
    die();

    assertThat(output(1)).isEqualTo(4);
    assertThat(output(2)).isEqualTo(17);
    assertThat(output(3)).isEqualTo(6);
    assertThat(output(4)).as("in the place of none before it").isZero();
    try (var files = Files.list(directory.resolve("image"))) {
      assertThat(files.filter(file -> file.toString().endsWith(ProgressFile.SUFFIX)))
          .as("of the loops of this life alone")
          .hasSize(2);
    }
  }

  @Test
  void theClientsIdIsKnownOfWhatADeathCutsOff() throws Exception {
    AttemptBegan began = Sample.began(Sample.id(1), 1, Sample.GOOGLE);
    journal
        .log(0)
        .began(
            new AttemptBegan(
                began.requestId(),
                1,
                began.atMillis(),
                began.tenant(),
                began.environment(),
                began.keyId(),
                began.target(),
                true,
                9,
                "their-id",
                0));
    die();
    assertThat(row(Sample.id(1)).request().clientRequestId()).isEqualTo("their-id");
  }

  private long output(int number) {
    return row(Sample.id(number)).attempts().getFirst().ended().tokens().output();
  }

  @Test
  void readingTheSameRecordsAgainCountsThemOnce() throws Exception {
    Sample.request(journal.log(0), Sample.id(1));
    journal.log(0).began(Sample.began(Sample.id(2), 1, Sample.GOOGLE));
    Path image = directory.resolve("again");
    Image.copy(directory.resolve("live"), image, name -> true);
    die();
    assertThat(ledger.rows()).hasSize(2);
    ledger.forgetCursors();
    try (Journal again = Journal.open(image, 2, SMALL, CLOCK);
        LedgerWriter reader = LedgerWriter.start(again, ledger, Sample.PRICES, CLOCK)) {
      assertThat(reader.awaitCaughtUp(LONG)).isTrue();
      assertThat(ledger.repeats()).isEqualTo(2);
      assertThat(ledger.rows()).hasSize(2);
      assertThat(ledger.attempts()).hasSize(2);
    }
  }

  @Test
  void aCleanEndLeavesNoFileBehind() throws Exception {
    Sample.request(journal.log(0), Sample.id(1));
    writer.close();
    journal.close();
    assertThat(ledger.rows()).hasSize(1);
    assertThat(directory.resolve("live")).isEmptyDirectory();
    open();
    assertThat(writer.awaitCaughtUp(LONG)).isTrue();
    assertThat(ledger.rows()).hasSize(1);
  }

  @Test
  void aWriterThatClosesWithoutADatabaseLeavesTheJournalToTheNext() throws Exception {
    assertThat(writer.awaitCaughtUp(LONG)).isTrue();
    ledger.answerOnly(0);
    Sample.request(journal.log(0), Sample.id(1));
    writer.close();
    journal.close();
    assertThat(ledger.rows()).isEmpty();
    ledger.answerOnly(Integer.MAX_VALUE);
    open();
    assertThat(writer.awaitCaughtUp(LONG)).isTrue();
    assertThat(row(Sample.id(1)).request().status()).isEqualTo(Status.SUCCESS);
  }

  /** Ends this process's life without a farewell and lets the next one read what is left. */
  private void die() throws Exception {
    ledger.answerOnly(0);
    Path image = directory.resolve("image");
    Image.copy(directory.resolve("live"), image, name -> true);
    writer.close();
    journal.close();
    ledger.answerOnly(Integer.MAX_VALUE);
    journal = Journal.open(image, 2, SMALL, CLOCK);
    writer = LedgerWriter.start(journal, ledger, Sample.PRICES, CLOCK);
    assertThat(writer.awaitCaughtUp(LONG)).isTrue();
  }

  private LedgerRow row(String id) {
    return Objects.requireNonNull(ledger.row(id), id);
  }

  private static boolean tryRequest(UsageLog log, String id) {
    try {
      Sample.request(log, id);
      return true;
    } catch (JournalFull e) {
      return false;
    }
  }
}
