package dev.breakwater.operations.drills;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Draws what providers go through on a day: troubles of their own, some that strike several at
 * once, and slow starts after outages. The last hour is calm, so that everything can be seen to
 * recover.
 */
final class DayWeather {
  private static final long STORM = Duration.ofHours(23).toNanos();

  private final RandomGenerator random;
  private final Map<String, List<Spell>> spells = new LinkedHashMap<>();

  private DayWeather(RandomGenerator random, List<String> providers) {
    this.random = random;
    providers.forEach(provider -> spells.put(provider, new ArrayList<>()));
  }

  static Map<String, Timeline> draw(RandomGenerator random, List<String> providers) {
    DayWeather weather = new DayWeather(random, providers);
    for (int front = random.nextInt(4); front > 0; front--) {
      weather.strikeSeveral(providers);
    }
    for (String provider : providers) {
      for (int number = random.nextInt(1, 8); number > 0; number--) {
        weather.strike(provider, random.nextLong(STORM), weather.length(), weather.trouble());
      }
    }
    Map<String, Timeline> timelines = new LinkedHashMap<>();
    weather.spells.forEach((provider, its) -> {
      its.sort(Comparator.comparingLong(Spell::fromNanos));
      timelines.put(provider, new Timeline(its));
    });
    return timelines;
  }

  /** One cause, seen by some a little later and longer than by others. */
  private void strikeSeveral(List<String> providers) {
    long at = random.nextLong(STORM);
    long length = length();
    Trouble trouble = trouble();
    for (String provider : providers) {
      if (random.nextInt(4) > 0) {
        strike(provider, at + random.nextLong(length), length + random.nextLong(length), trouble);
      }
    }
  }

  /** From twenty seconds to four hours, short ones far more often. */
  private long length() {
    double least = Math.log(20);
    double most = Math.log(4 * 3_600);
    return (long) (Math.exp(least + random.nextDouble() * (most - least)) * 1e9);
  }

  private Trouble trouble() {
    Trouble[] all = Trouble.values();
    return all[random.nextInt(all.length)];
  }

  /** Adds a spell where there is room for it. */
  private void strike(String provider, long from, long length, Trouble trouble) {
    long until = Math.min(from + length, STORM);
    if (until <= from || !add(provider, new Spell(from, until, trouble))) {
      return;
    }
    if (trouble.isOutage() && random.nextInt(3) == 0) {
      long slow = Math.min(until + random.nextLong(length) + 1, STORM);
      if (slow > until) {
        add(provider, new Spell(until, slow, Trouble.SLOW));
      }
    }
  }

  private boolean add(String provider, Spell spell) {
    List<Spell> its = spells.getOrDefault(provider, List.of());
    boolean free =
        its.stream()
            .allMatch(other ->
                other.untilNanos() <= spell.fromNanos() || spell.untilNanos() <= other.fromNanos());
    if (free) {
      its.add(spell);
    }
    return free;
  }
}
