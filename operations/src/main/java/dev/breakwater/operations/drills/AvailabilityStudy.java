package dev.breakwater.operations.drills;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Compares what callers get from providers that fail as a calendar says: by themselves, and with
 * the attempt engine between. All policies meet the same requests at the same times.
 *
 * @param requestsPerDay at least 1, on average over the month
 */
public record AvailabilityStudy(Calendar calendar, int requestsPerDay, long seed) {
  /** What the published table is made with. */
  public static final int REQUESTS_PER_DAY = 5_000;

  public static final long SEED = 1;

  private static final int BURSTS_A_DAY = 3;

  public AvailabilityStudy {
    if (requestsPerDay < 1) {
      throw new IllegalArgumentException("requestsPerDay begins at 1");
    }
  }

  /**
   * Runs every policy and returns when all have ended.
   *
   * @param executor of platform threads; each policy takes one
   */
  public List<PolicyResult> run(Executor executor) {
    long[] arrivals = arrivals();
    List<CompletableFuture<PolicyResult>> results =
        Policy.compared(calendar.providers()).stream()
            .map(policy ->
                CompletableFuture.supplyAsync(
                    () -> new SimulatedMonth(calendar, policy, arrivals, seed).run(), executor))
            .toList();
    return results.stream().map(CompletableFuture::join).toList();
  }

  private long[] arrivals() {
    SplittableRandom random = new SplittableRandom(seed);
    int days = (int) Calendar.MONTH.toDays();
    long[] all = new long[days * requestsPerDay];
    for (int day = 0; day < days; day++) {
      long midnight = Duration.ofDays(day).toNanos();
      long[] ofDay = Arrivals.ofDay(random, requestsPerDay, BURSTS_A_DAY);
      for (int number = 0; number < ofDay.length; number++) {
        all[day * requestsPerDay + number] = midnight + ofDay[number];
      }
    }
    return all;
  }
}
