package dev.breakwater.gateway.usage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;

/** Measures by hand what a record costs its loop: {@code main} alone, no test. */
final class JournalBenchmark {
  private static final int ROUNDS = 8;
  private static final int REQUESTS = 100_000;

  private JournalBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createTempDirectory("journal-benchmark");
    MemorylessLedger ledger = new MemorylessLedger();
    try (Journal journal =
            Journal.open(directory, 1, JournalSettings.DEFAULT, InstantSource.system());
        LedgerWriter writer =
            LedgerWriter.start(journal, ledger, Sample.PRICES, InstantSource.system())) {
      String[] ids = new String[REQUESTS];
      for (int number = 0; number < REQUESTS; number++) {
        ids[number] = Sample.id(number);
      }
      for (int round = 0; round < ROUNDS; round++) {
        UsageLog log = journal.log(0);
        long nanos = 0;
        int full = 0;
        for (int number = 0; number < REQUESTS; ) {
          AttemptBegan began = Sample.began(ids[number], 1, Sample.GOOGLE);
          AttemptEnded ended = Sample.succeeded(ids[number], 1, 9);
          RequestEnded over = Sample.over(ids[number], 1, Status.SUCCESS, Sample.GOOGLE);
          long start = System.nanoTime();
          try {
            log.began(began);
            log.ended(ended);
            log.ended(over);
            nanos += System.nanoTime() - start;
            number++;
          } catch (JournalFull e) {
            full++;
            Thread.onSpinWait();
          }
        }
        System.out.printf(
            Locale.ROOT,
            "round %d: %d ns a request of three records (full %d times)%n",
            round,
            nanos / REQUESTS,
            full);
        writer.awaitCaughtUp(java.time.Duration.ofSeconds(10));
      }
    }
    Files.delete(directory);
  }

  private static final class MemorylessLedger implements Ledger {
    @Override
    public Progress load() {
      return new Progress(java.util.List.of(), java.util.List.of());
    }

    @Override
    public void commit(LedgerBatch batch) {}
  }
}
