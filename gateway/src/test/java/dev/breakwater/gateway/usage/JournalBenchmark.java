package dev.breakwater.gateway.usage;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures by hand what a request's records cost its loop and those who read them, who have a
 * listener that wants no request that went well: {@code main} alone, no test.
 */
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
            LedgerWriter.start(journal, ledger, Sample.PRICES, InstantSource.system());
        JournalFollower follower = JournalFollower.start(journal)) {
      follower.listen("failures", new OfFailures());
      UsageRecord[] records = new UsageRecord[3 * IDS];
      for (int number = 0; number < IDS; number++) {
        String id = Sample.id(number);
        records[3 * number] = Sample.began(id, 1, Sample.GOOGLE);
        records[3 * number + 1] = Sample.succeeded(id, 1, 9);
        records[3 * number + 2] = Sample.over(id, 1, Status.SUCCESS, Sample.GOOGLE);
      }
      for (int round = 0; round < ROUNDS; round++) {
        Used before = Used.now();
        int full = 0;
        for (int number = 0; number < REQUESTS; number++) {
          full += request(journal.log(0), records, 3 * (number % IDS));
        }
        writer.awaitCaughtUp(Duration.ofSeconds(10));
        while (follower.state().lag() > 0) {
          LockSupport.parkNanos(1_000_000);
        }
        System.out.printf(Locale.ROOT, "round %d, full %d times:%s%n", round, full, before.since());
      }
    }
    Files.delete(directory);
  }

  /** What threads have used so far. */
  private record Used(Map<String, Long> nanos, Map<String, Long> bytes) {
    static Used now() {
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      Map<String, Long> nanos = new TreeMap<>();
      Map<String, Long> bytes = new TreeMap<>();
      for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
        String name = thread.getThreadName();
        nanos.put(name, threads.getThreadCpuTime(thread.getThreadId()));
        bytes.put(name, threads.getThreadAllocatedBytes(thread.getThreadId()));
      }
      return new Used(nanos, bytes);
    }

    /** A request of three records each. */
    String since() {
      Used now = now();
      StringBuilder text = new StringBuilder();
      for (String name : List.of("main", "ledger-writer", "journal-follower")) {
        text.append(
            String.format(
                Locale.ROOT,
                " %s %d ns %d bytes;",
                name,
                (now.nanos.getOrDefault(name, 0L) - nanos.getOrDefault(name, 0L)) / REQUESTS,
                (now.bytes.getOrDefault(name, 0L) - bytes.getOrDefault(name, 0L)) / REQUESTS));
      }
      return text.toString();
    }
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

  private static final class OfFailures implements UsageListener {
    @Override
    public void ended(LedgerRow row) {
      // has nothing to do here
    }

    @Override
    public boolean wants(RequestEnded request) {
      return request.status() == Status.ERROR;
    }
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
