package dev.breakwater.operations.rollups;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Cuts a time into the coarsest complete buckets that fit. */
public final class Spans {
  private Spans() {}

  /**
   * @param from milliseconds since the epoch, at the border of a minute
   * @param to likewise; a time within a minute takes the minute whole
   * @param coarsest none coarser is taken
   * @param within no bucket may cross a border of this grain
   * @return empty when there is a part of which only minutes know that are gone
   */
  public static Optional<List<Span>> cut(
      long from, long to, Grain coarsest, Grain within, RollupMarks marks) {
    List<Span> spans = new ArrayList<>();
    long end = wholeMinutes(to);
    long place = from;
    while (place < end) {
      long border = within.end(within.start(place, marks.zone()), marks.zone());
      Span next = next(place, Math.min(end, border), coarsest, marks);
      if (next == null) {
        return Optional.empty();
      }
      Span last = spans.isEmpty() ? null : spans.getLast();
      if (last != null && last.grain() == next.grain()) {
        spans.set(spans.size() - 1, new Span(next.grain(), last.from(), next.to()));
      } else {
        spans.add(next);
      }
      place = next.to();
    }
    return Optional.of(spans);
  }

  private static @Nullable Span next(long place, long end, Grain coarsest, RollupMarks marks) {
    if (place >= marks.last() && marks.isComplete(Grain.MINUTE, place)) {
      return new Span(Grain.MINUTE, place, end);
    }
    for (int index = coarsest.code(); index >= 0; index--) {
      Grain grain = Grain.of(index);
      if (marks.isComplete(grain, place) && grain.start(place, marks.zone()) == place) {
        long over = grain.end(place, marks.zone());
        if (over <= end) {
          return new Span(grain, place, over);
        }
      }
    }
    return null;
  }

  private static long wholeMinutes(long to) {
    long start = Grain.MINUTE.start(to, ZoneOffset.UTC);
    return start == to ? to : start + 60_000;
  }
}
