package dev.breakwater.operations.drills;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Runs many simulated days and gathers what they show. A day belongs to its seed and number of
 * requests alone, so that one that fails can be run again by itself.
 *
 * @param firstSeed of the first day; each next day has the next seed
 * @param days at least 1
 * @param requests a day's, at least 1
 * @param twiceEvery one day in so many is run twice, to compare the traces; the first day always is
 */
public record DaysDrill(long firstSeed, int days, int requests, int twiceEvery) {
  public DaysDrill {
    if (days < 1 || requests < 1 || twiceEvery < 1) {
      throw new IllegalArgumentException("days, requests and twiceEvery begin at 1");
    }
  }

  /**
   * Runs the days and returns when all have ended.
   *
   * @param threads how many of the executor's threads, which must be the platform's, to use at once
   * @param progress hears of the report after each day, on any of those threads
   */
  public DaysReport run(Executor executor, int threads, Consumer<DaysReport> progress) {
    DaysReport report = new DaysReport();
    AtomicLong next = new AtomicLong();
    List<CompletableFuture<Void>> workers =
        IntStream.range(0, threads)
            .mapToObj(
                worker -> CompletableFuture.runAsync(() -> work(next, report, progress), executor))
            .toList();
    workers.forEach(CompletableFuture::join);
    return report;
  }

  private void work(AtomicLong next, DaysReport report, Consumer<DaysReport> progress) {
    for (long day = next.getAndIncrement(); day < days; day = next.getAndIncrement()) {
      boolean twice = day % twiceEvery == 0;
      report.add(day(firstSeed + day, twice), twice);
      progress.accept(report);
    }
  }

  private DayReport day(long seed, boolean twice) {
    DayReport once = new SimulatedDay(seed, requests).run();
    if (!twice || new SimulatedDay(seed, requests).run().equals(once)) {
      return once;
    }
    return new DayReport(
        seed,
        once.requests(),
        once.calls(),
        once.ends(),
        once.struck(),
        once.probes(),
        once.repeats(),
        once.throttled(),
        once.waitedOut(),
        once.certain(),
        once.healed(),
        once.mostInFlight(),
        once.traceHash(),
        once.violations() + 1,
        List.of("a second run of the seed took another course"));
  }
}
