package dev.breakwater.gateway.usage;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;

/** Measures by hand what a record costs its loop: {@code main} alone, no test. */
final class JournalBenchmark {
  private static final int ROUNDS = 8;
  private static final int REQUESTS = 100_000;
  private static final int IDS = 1_000;

  private JournalBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createTempDirectory("journal-benchmark");
    MemorylessLedger ledger = new MemorylessLedger();
    try (Journal journal =
            Journal.open(directory, 1, JournalSettings.DEFAULT, InstantSource.system());
        LedgerWriter writer =
            LedgerWriter.start(journal, ledger, Sample.PRICES, InstantSource.system())) {
      UsageRecord[] records = new UsageRecord[3 * IDS];
      for (int number = 0; number < IDS; number++) {
        String id = Sample.id(number);
        records[3 * number] = Sample.began(id, 1, Sample.GOOGLE);
        records[3 * number + 1] = Sample.succeeded(id, 1, 9);
        records[3 * number + 2] = Sample.over(id, 1, Status.SUCCESS, Sample.GOOGLE);
      }
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      for (int round = 0; round < ROUNDS; round++) {
        long cpu = threads.getCurrentThreadCpuTime();
        int full = 0;
        for (int number = 0; number < REQUESTS; number++) {
          full += request(journal.log(0), records, 3 * (number % IDS));
        }
        System.out.printf(
            Locale.ROOT,
            "round %d: %d ns CPU a request of three records (full %d times)%n",
            round,
            (threads.getCurrentThreadCpuTime() - cpu) / REQUESTS,
            full);
        writer.awaitCaughtUp(java.time.Duration.ofSeconds(10));
      }
    }
    Files.delete(directory);
  }

  /** Returns how often there was no room. */
  private static int request(UsageLog log, UsageRecord[] records, int at) {
    int full = 0;
    while (true) {
      try {
        log.began((AttemptBegan) records[at]);
        break;
      } catch (JournalFull e) {
        full++;
        Thread.onSpinWait();
      }
    }
    log.ended((AttemptEnded) records[at + 1]);
    log.ended((RequestEnded) records[at + 2]);
    return full;
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
