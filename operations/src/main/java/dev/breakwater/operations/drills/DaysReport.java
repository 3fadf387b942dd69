package dev.breakwater.operations.drills;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What many simulated days have shown together. For several threads. */
public final class DaysReport {
  /** No more failing days than these are told in words. */
  private static final int TOLD = 5;

  private long days;
  private long daysRunTwice;
  private long requests;
  private long calls;
  private long probes;
  private long repeats;
  private long throttled;
  private long waitedOut;
  private long certain;
  private long healed;
  private int mostInFlight;
  private long failedDays;
  private final Map<String, Long> ends = new TreeMap<>();
  private final Map<Trouble, Long> struck = new EnumMap<>(Trouble.class);
  private final List<DayReport> failed = new ArrayList<>();

  /**
   * @param twice whether the day was run twice
   */
  synchronized void add(DayReport day, boolean twice) {
    days++;
    daysRunTwice += twice ? 1 : 0;
    requests += day.requests();
    calls += day.calls();
    probes += day.probes();
    repeats += day.repeats();
    throttled += day.throttled();
    waitedOut += day.waitedOut();
    certain += day.certain();
    healed += day.healed();
    mostInFlight = Math.max(mostInFlight, day.mostInFlight());
    day.ends().forEach((end, count) -> ends.merge(end, count, Long::sum));
    day.struck().forEach((trouble, count) -> struck.merge(trouble, count, Long::sum));
    if (day.violations() > 0) {
      failedDays++;
      if (failed.size() < TOLD) {
        failed.add(day);
      }
    }
  }

  /** Figures of a moment, by the names that people and programs read. */
  public synchronized Map<String, Long> figures() {
    Map<String, Long> figures = new LinkedHashMap<>();
    figures.put("days", days);
    figures.put("daysRunTwice", daysRunTwice);
    figures.put("requests", requests);
    figures.put("calls", calls);
    figures.put("probes", probes);
    figures.put("repeats", repeats);
    figures.put("throttled", throttled);
    figures.put("waitedOut", waitedOut);
    figures.put("certainToSucceed", certain);
    figures.put("circuitsHealed", healed);
    figures.put("mostInFlight", (long) mostInFlight);
    figures.put("failedDays", failedDays);
    return figures;
  }

  public synchronized long days() {
    return days;
  }

  /** How many requests ended in each way. */
  public synchronized Map<String, Long> ends() {
    return new TreeMap<>(ends);
  }

  /** How many calls met each kind of trouble. */
  public synchronized Map<Trouble, Long> struck() {
    return new EnumMap<>(struck);
  }

  /** The first days that broke a promise. */
  public synchronized List<DayReport> failed() {
    return List.copyOf(failed);
  }

  /** Whether no day broke a promise. */
  public synchronized boolean holds() {
    return failedDays == 0;
  }

  /**
   * What never happened, so that nothing is known of it: few days may lack some, a hundred lack
   * none.
   */
  public synchronized List<String> missing() {
    List<String> missing = new ArrayList<>();
    Set<Trouble> unmet = EnumSet.allOf(Trouble.class);
    unmet.removeIf(trouble -> struck.getOrDefault(trouble, 0L) > 0);
    unmet.forEach(trouble -> missing.add("no call met " + trouble.word()));
    for (String figure :
        List.of(
            "probes", "repeats", "throttled", "waitedOut", "certainToSucceed", "circuitsHealed")) {
      if (figures().getOrDefault(figure, 0L) == 0) {
        missing.add("no " + figure);
      }
    }
    return missing;
  }
}
