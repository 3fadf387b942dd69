package dev.breakwater.operations.rollups;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrainTest {
  @ParameterizedTest
  @CsvSource({
    // The day of the change has 23, 25, 23.5 or 24.5 hours.
    "Europe/Berlin, 2026-03-29T12:00:00Z, 2026-03-28T23:00:00Z, PT23H",
    "Europe/Berlin, 2026-10-25T12:00:00Z, 2026-10-24T22:00:00Z, PT25H",
    "Australia/Lord_Howe, 2026-10-04T03:00:00Z, 2026-10-03T13:30:00Z, PT23H30M",
    "Australia/Lord_Howe, 2026-04-05T03:00:00Z, 2026-04-04T13:00:00Z, PT24H30M",
    // Midnight is left out: the day begins at one.
    "America/Sao_Paulo, 2018-11-04T12:00:00Z, 2018-11-04T03:00:00Z, PT23H",
    "Asia/Kathmandu, 2026-01-10T12:00:00Z, 2026-01-09T18:15:00Z, PT24H",
  })
  void aDayIsTheZonesOwn(String zone, Instant at, Instant start, Duration length) {
    ZoneId place = ZoneId.of(zone);
    long began = Grain.DAY.start(at.toEpochMilli(), place);
    assertThat(Instant.ofEpochMilli(began)).isEqualTo(start);
    assertThat(Duration.ofMillis(Grain.DAY.end(began, place) - began)).isEqualTo(length);
  }

  @ParameterizedTest
  @CsvSource({
    "UTC, 2026-01-01T00:00:00Z",
    "Europe/Berlin, 2026-01-01T00:00:00Z",
    "Asia/Kolkata, 2026-01-01T00:00:00Z",
    "America/Sao_Paulo, 2018-01-01T00:00:00Z",
    // Its clocks went back at one minute past midnight, to the day before.
    "America/St_Johns, 2010-01-01T00:00:00Z",
  })
  void bucketsFollowEachOtherWithoutGapOrOverlap(String zone, Instant first) {
    ZoneId place = ZoneId.of(zone);
    for (Grain grain : Grain.values()) {
      long step = Math.max(60_000, grain.isOfZone() ? 600_000 : 30_000);
      long start = grain.start(first.toEpochMilli(), place);
      long end = grain.end(start, place);
      long days = grain == Grain.MINUTE ? 2 : 370;
      long last = first.plus(Duration.ofDays(days)).toEpochMilli();
      for (long at = first.toEpochMilli(); at < last; at += step) {
        if (at >= end) {
          start = end;
          end = grain.end(start, place);
        }
        assertThat(grain.start(at, place)).isEqualTo(start);
        assertThat(at).isBetween(start, end - 1);
      }
    }
  }
}
