package dev.breakwater.operations.rollups;

import java.time.ZoneId;
import java.util.EnumMap;
import java.util.Map;

/**
 * How far one writer's rollups are made. Rows go into minutes first. Once minutes are over, coarser
 * buckets are made of them, and a grain's mark moves behind them: everything before it is complete.
 * What comes late goes into every grain whose mark has passed it.
 *
 * @param writer the node that wrote them; nobody else changes its rows
 * @param zone whose days and months these are
 * @param marks milliseconds since the epoch, at a bucket's border. That of minutes is where they
 *     begin: earlier ones have been removed. 0 where nothing has been made yet
 */
public record RollupMarks(String writer, ZoneId zone, Map<Grain, Long> marks) {
  public RollupMarks {
    marks = Map.copyOf(marks);
  }

  /** Those of a writer that has made nothing yet. */
  public static RollupMarks none(String writer, ZoneId zone) {
    return new RollupMarks(writer, zone, Map.of());
  }

  public long of(Grain grain) {
    return marks.getOrDefault(grain, 0L);
  }

  public RollupMarks with(Grain grain, long mark) {
    Map<Grain, Long> changed = new EnumMap<>(Grain.class);
    changed.putAll(marks);
    changed.put(grain, mark);
    return new RollupMarks(writer, zone, changed);
  }

  /**
   * Whether what happened at this instant has to be added to this grain right away. A mark stands
   * at a border, so that what happened before it began before it.
   */
  public boolean takes(Grain grain, long instant) {
    return grain == Grain.MINUTE ? instant >= of(grain) : instant < of(grain);
  }

  /** From here on, only minutes know anything. */
  long last() {
    long last = 0;
    for (Grain grain : Grain.ROLLED) {
      last = Math.max(last, of(grain));
    }
    return last;
  }

  /** Whether the bucket that begins here holds everything that it should. */
  boolean isComplete(Grain grain, long start) {
    return grain == Grain.MINUTE ? start >= of(grain) : start < of(grain);
  }
}
