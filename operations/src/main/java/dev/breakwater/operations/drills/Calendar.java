package dev.breakwater.operations.drills;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * A month of outages of several providers.
 *
 * <p>As text: a line a spell, {@code provider, from, until, trouble}, times as {@code dd hh:mm}
 * from {@code 01 00:00}, each provider's lines in order of time; {@code #} begins a comment.
 */
public final class Calendar {
  /** How long the month is. */
  public static final Duration MONTH = Duration.ofDays(30);

  private static final String REFERENCE = "outages.csv";

  private final Map<String, Timeline> timelines;

  private Calendar(Map<String, Timeline> timelines) {
    this.timelines = timelines;
  }

  /** The month on which availability is measured; it comes with the program. */
  public static Calendar reference() {
    try (InputStream file =
            Objects.requireNonNull(Calendar.class.getResourceAsStream(REFERENCE), REFERENCE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      return parse(lines.lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException("the calendar of outages cannot be read", e);
    }
  }

  /**
   * @throws IllegalArgumentException naming the first line that is wrong
   */
  public static Calendar parse(List<String> lines) {
    Map<String, List<Spell>> spells = new LinkedHashMap<>();
    for (int number = 1; number <= lines.size(); number++) {
      String line = lines.get(number - 1).replaceFirst("#.*", "").strip();
      if (line.isEmpty()) {
        continue;
      }
      try {
        String[] fields = line.split("\\s*,\\s*", -1);
        if (fields.length != 4) {
          throw new IllegalArgumentException("not four fields");
        }
        spells.computeIfAbsent(fields[0], unseen -> new ArrayList<>()).add(spell(fields));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("line " + number + ": " + e.getMessage(), e);
      }
    }
    Map<String, Timeline> timelines = new LinkedHashMap<>();
    spells.forEach((provider, its) -> timelines.put(provider, new Timeline(its)));
    return new Calendar(timelines);
  }

  private static Spell spell(String[] fields) {
    Trouble trouble =
        Trouble.parse(fields[3])
            .orElseThrow(() -> new IllegalArgumentException("unknown trouble: " + fields[3]));
    Spell spell = new Spell(nanos(fields[1]), nanos(fields[2]), trouble);
    if (spell.untilNanos() > MONTH.toNanos()) {
      throw new IllegalArgumentException("after the end of the month");
    }
    return spell;
  }

  private static long nanos(String time) {
    if (!time.matches("\\d\\d \\d\\d:\\d\\d") || time.startsWith("00")) {
      throw new IllegalArgumentException("not a time as 01 00:00: " + time);
    }
    return Duration.ofDays(Integer.parseInt(time.substring(0, 2)) - 1L)
        .plusHours(Integer.parseInt(time.substring(3, 5)))
        .plusMinutes(Integer.parseInt(time.substring(6, 8)))
        .toNanos();
  }

  /** In the order in which they are mentioned first. */
  public List<String> providers() {
    return List.copyOf(timelines.keySet());
  }

  public Timeline timeline(String provider) {
    Timeline timeline = timelines.get(provider);
    if (timeline == null) {
      throw new IllegalArgumentException("no such provider: " + provider);
    }
    return timeline.copy();
  }

  /** The share of the month, 0 to 1, in which at least one of these providers is up. */
  public double upShare(Collection<String> providers) {
    List<Timeline> chosen = providers.stream().map(this::timeline).toList();
    Set<Long> changes = new TreeSet<>(Set.of(0L, MONTH.toNanos()));
    for (Timeline timeline : chosen) {
      for (Spell spell : timeline.spells()) {
        changes.add(spell.fromNanos());
        changes.add(spell.untilNanos());
      }
    }
    long up = 0;
    long from = 0;
    for (long until : changes) {
      long since = from;
      if (chosen.stream().anyMatch(timeline -> timeline.isUp(since))) {
        up += until - from;
      }
      from = until;
    }
    return (double) up / MONTH.toNanos();
  }
}
