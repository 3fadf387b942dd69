package dev.breakwater.operations.rollups;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpansTest {
  private static final ZoneId UTC = ZoneId.of("UTC");

  @Test
  void aLongTimeIsCutIntoTheCoarsestBucketsThatAreComplete() {
    RollupMarks marks =
        marks(
            UTC,
            Map.of(
                Grain.MINUTE, at("2026-03-14T00:00:00Z"),
                Grain.QUARTER, at("2026-03-16T10:15:00Z"),
                Grain.HOUR, at("2026-03-16T10:00:00Z"),
                Grain.DAY, at("2026-03-16T00:00:00Z"),
                Grain.MONTH, at("2026-03-01T00:00:00Z")));
    assertThat(cut("2026-01-30T23:45:00Z", "2026-03-16T10:20:10Z", Grain.MONTH, marks))
        .containsExactly(
            span(Grain.QUARTER, "2026-01-30T23:45:00Z", "2026-01-31T00:00:00Z"),
            span(Grain.DAY, "2026-01-31T00:00:00Z", "2026-02-01T00:00:00Z"),
            span(Grain.MONTH, "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"),
            span(Grain.DAY, "2026-03-01T00:00:00Z", "2026-03-16T00:00:00Z"),
            span(Grain.HOUR, "2026-03-16T00:00:00Z", "2026-03-16T10:00:00Z"),
            span(Grain.QUARTER, "2026-03-16T10:00:00Z", "2026-03-16T10:15:00Z"),
            span(Grain.MINUTE, "2026-03-16T10:15:00Z", "2026-03-16T10:21:00Z"));
  }

  @Test
  void noHourCrossesTheBorderOfADayThatBeginsAtHalfPast() {
    ZoneId kolkata = ZoneId.of("Asia/Kolkata");
    long made = at("2026-03-20T00:00:00Z");
    RollupMarks marks = marks(kolkata, Map.of(Grain.QUARTER, made, Grain.HOUR, made));
    List<Span> spans =
        Spans.cut(
                at("2026-03-10T18:00:00Z"), at("2026-03-10T20:00:00Z"), Grain.DAY, Grain.DAY, marks)
            .orElseThrow();
    assertThat(spans)
        .containsExactly(
            span(Grain.QUARTER, "2026-03-10T18:00:00Z", "2026-03-10T19:00:00Z"),
            span(Grain.HOUR, "2026-03-10T19:00:00Z", "2026-03-10T20:00:00Z"));
  }

  @Test
  void aTimeWhoseMinutesAreGoneCannotBeCutWithinItsQuarters() {
    long made = at("2026-03-16T00:00:00Z");
    RollupMarks marks = marks(UTC, Map.of(Grain.MINUTE, made, Grain.QUARTER, made));
    assertThat(Spans.cut(at("2026-03-10T10:05:00Z"), made, Grain.MONTH, Grain.MONTH, marks))
        .isEmpty();
    assertThat(Spans.cut(at("2026-03-10T10:15:00Z"), made, Grain.MONTH, Grain.MONTH, marks))
        .isPresent();
  }

  @Test
  void overNoTimeThereIsNoBucket() {
    RollupMarks marks = RollupMarks.none("node", UTC);
    assertThat(cut("2026-03-10T10:00:00Z", "2026-03-10T10:00:00Z", Grain.MONTH, marks)).isEmpty();
  }

  private static List<Span> cut(String from, String to, Grain coarsest, RollupMarks marks) {
    return Spans.cut(at(from), at(to), coarsest, coarsest, marks).orElseThrow();
  }

  private static RollupMarks marks(ZoneId zone, Map<Grain, Long> marks) {
    return new RollupMarks("node", zone, marks);
  }

  private static Span span(Grain grain, String from, String to) {
    return new Span(grain, at(from), at(to));
  }

  private static long at(String text) {
    return Instant.parse(text).toEpochMilli();
  }
}
