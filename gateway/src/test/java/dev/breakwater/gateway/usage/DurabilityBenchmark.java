package dev.breakwater.gateway.usage;

import dev.breakwater.gateway.concurrent.Timekeeper;
import dev.breakwater.gateway.concurrent.Waiter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Measures by hand what it costs to outlive a power loss: {@code main} alone, no test. Its first
 * argument names a folder on the disk to be measured; a memory file system has nothing to show.
 */
final class DurabilityBenchmark {
  private static final int SECONDS = 5;
  private static final int LOOPS = 2;

  private DurabilityBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    Path parent = Path.of(arguments.length == 0 ? "." : arguments[0]);
    for (int exchanges : new int[] {1, 8, 64, 512}) {
      measure(parent, exchanges);
    }
  }

  private static void measure(Path parent, int exchanges) throws Exception {
    Path directory = Files.createTempDirectory(parent, "durability-benchmark");
    long[] forces = new long[1];
    GroupForce.Disk disk =
        (segment, from, to) -> {
          forces[0]++;
          segment.force(from, to);
        };
    JournalSettings settings = JournalSettings.DEFAULT.with(Durability.POWER);
    try (Journal journal = Journal.open(directory, LOOPS, settings, InstantSource.system(), disk)) {
      Worker[] workers = new Worker[exchanges];
      CountDownLatch over = new CountDownLatch(exchanges);
      long end = System.nanoTime() + SECONDS * 1_000_000_000L;
      for (int worker = 0; worker < exchanges; worker++) {
        workers[worker] = new Worker(journal.chains().get(worker % LOOPS), worker, end, over);
        workers[worker].start();
      }
      while (!over.await(20, TimeUnit.MILLISECONDS)) {
        journal.chains().forEach(chain -> journal.release(chain, chain.head()));
      }
      report(exchanges, workers, forces[0]);
    }
    try (Stream<Path> left = Files.list(directory)) {
      for (Path file : left.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }

  private static void report(int exchanges, Worker[] workers, long forces) {
    long[] waits =
        Stream.of(workers)
            .flatMapToLong(worker -> Arrays.stream(worker.waits, 0, worker.count))
            .sorted()
            .toArray();
    System.out.printf(
        Locale.ROOT,
        "%d exchanges at once: %d requests/s, %d records/s, %d forces/s; a beginning waits"
            + " p50 %d us, p99 %d us%n",
        exchanges,
        waits.length / SECONDS,
        3L * waits.length / SECONDS,
        forces / SECONDS,
        waits[waits.length / 2] / 1_000,
        waits[(int) (waits.length * 0.99)] / 1_000);
  }

  /** An exchange after the other, a lock stands for its loop. */
  private static final class Worker {
    final long[] waits = new long[1_000_000];
    int count;
    private final Chain chain;
    private final int number;
    private final long end;
    private final CountDownLatch over;

    Worker(Chain chain, int number, long end, CountDownLatch over) {
      this.chain = chain;
      this.number = number;
      this.end = end;
      this.over = over;
    }

    void start() {
      Thread thread = Thread.ofVirtual().unstarted(this::run);
      waiter = new Waiter(thread, new PlainTime());
      thread.start();
    }

    private Waiter waiter = new Waiter(Thread.currentThread(), new PlainTime());

    private void run() {
      while (System.nanoTime() < end && count < waits.length) {
        String id = Sample.id(number * 1_000_000L + count);
        AttemptBegan began = Sample.began(id, 1, Sample.GOOGLE);
        long start = System.nanoTime();
        try {
          synchronized (chain) {
            chain.began(began);
          }
          chain.assure(began, waiter);
        } catch (JournalFull full) {
          LockSupport.parkNanos(100_000);
          continue;
        }
        waits[count++] = System.nanoTime() - start;
        for (UsageRecord ended :
            List.of(
                Sample.succeeded(id, 1, 9), Sample.over(id, 1, Status.SUCCESS, Sample.GOOGLE))) {
          synchronized (chain) {
            if (ended instanceof AttemptEnded attempt) {
              chain.ended(attempt);
            } else if (ended instanceof RequestEnded request) {
              chain.ended(request);
            }
          }
        }
      }
      over.countDown();
    }
  }

  /** Nobody is late here. */
  private static final class PlainTime implements Timekeeper {
    @Override
    public long nanos() {
      return System.nanoTime();
    }

    @Override
    public long epochMillis() {
      return System.currentTimeMillis();
    }

    @Override
    public Alarm at(long atNanos, Runnable task) {
      return () -> {};
    }
  }
}
