package dev.breakwater.operations.maintenance;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Removes raw rows that are older than they need be. It removes in small pieces, for requests write
 * to the same database. A clock that went astray, or a setting with a digit too few, must not empty
 * a ledger: it refuses when nothing is newer than a day, and what takes more than a fifth of the
 * rows has to be confirmed.
 */
public final class Retention implements Job {
  private static final int PIECE = 2_000;
  private static final Duration NEWEST_MAY_BE = Duration.ofDays(1);
  private static final int UNASKED_SHARE = 5;

  /**
   * Rows with how long they are kept.
   *
   * @param howLong empty for ever
   */
  public record Kept(AgingRows rows, Function<RetentionSettings, Optional<Duration>> howLong) {
    /** Of a kind that is never kept for ever. */
    public static Kept always(AgingRows rows, Function<RetentionSettings, Duration> howLong) {
      return new Kept(rows, settings -> Optional.of(howLong.apply(settings)));
    }
  }

  private final List<Kept> kinds;
  private final Supplier<Optional<Instant>> newest;
  private final Supplier<RetentionSettings> settings;
  private final InstantSource clock;

  /**
   * @param newest the time of the newest request; empty when there is none
   */
  public Retention(
      List<Kept> kinds,
      Supplier<Optional<Instant>> newest,
      Supplier<RetentionSettings> settings,
      InstantSource clock) {
    this.kinds = List.copyOf(kinds);
    this.newest = newest;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "retention";
  }

  @Override
  public Report run(boolean confirmed) {
    Instant now = clock.instant();
    List<Plan> plans = plans(now);
    Optional<Instant> latest = newest.get();
    if (latest.isPresent() && latest.get().plus(NEWEST_MAY_BE).isBefore(now)) {
      return Report.refused(
          "The clock says %s, more than a day after the newest request of %s. If the clock is right, it goes on by itself once there are requests."
              .formatted(now, latest.get()),
          parts(plans));
    }
    List<String> toConfirm = new ArrayList<>();
    for (Plan plan : plans) {
      if (!confirmed && plan.old > plan.all / UNASKED_SHARE) {
        toConfirm.add("%d of %d rows of %s".formatted(plan.old, plan.all, plan.kind()));
      }
    }
    if (!toConfirm.isEmpty()) {
      return Report.refused(
          "It would remove %s, more than a fifth. If this is meant, run it once with confirm."
              .formatted(String.join(" and ", toConfirm)),
          parts(plans));
    }
    plans.forEach(Plan::remove);
    long removed = plans.stream().mapToLong(plan -> plan.removed).sum();
    return Report.done(
        removed == 0 ? "Nothing was too old." : removed + " rows were too old and went.",
        parts(plans));
  }

  private List<Plan> plans(Instant now) {
    RetentionSettings current = settings.get();
    return kinds.stream()
        .flatMap(kept ->
            kept.howLong().apply(current).stream()
                .map(howLong -> new Plan(kept.rows(), now.minus(howLong))))
        .toList();
  }

  private static List<Report.Part> parts(List<Plan> plans) {
    return plans.stream().map(Plan::part).toList();
  }

  private static final class Plan {
    private final AgingRows rows;
    private final Instant before;
    private final long all;
    private final long old;
    private boolean carriedOut;
    private long removed;

    Plan(AgingRows rows, Instant before) {
      this.rows = rows;
      this.before = before;
      this.all = rows.count();
      this.old = rows.countBefore(before);
    }

    String kind() {
      return rows.kind();
    }

    void remove() {
      carriedOut = true;
      for (int piece = rows.removeBefore(before, PIECE);
          piece > 0;
          piece = rows.removeBefore(before, PIECE)) {
        removed += piece;
      }
    }

    Report.Part part() {
      return new Report.Part(
          rows.kind(), before, carriedOut ? removed : old, all - (carriedOut ? removed : 0));
    }
  }
}
