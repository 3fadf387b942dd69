package dev.breakwater.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00.500Z");
  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

  @ParameterizedTest
  @CsvSource({
    "2026-01-31T09:00:00Z,           2026-01-31T09:00:00Z",
    "2026-01-31T09:00:00.25Z,        2026-01-31T09:00:00.250Z",
    "2026-01-31T09:00:00+09:00,      2026-01-31T00:00:00Z",
    "2026-01-31T09:00:00,            2026-01-31T00:00:00Z",
    "2026-01-31T09:00,               2026-01-31T00:00:00Z",
    "2026-01-31,                     2026-01-30T15:00:00Z",
    "1769850000000,                  2026-01-31T09:00:00Z",
    "1500ms,                         2026-01-31T11:59:59Z",
    "30s,                            2026-01-31T11:59:30.500Z",
    "5m,                             2026-01-31T11:55:00.500Z",
    "1h,                             2026-01-31T11:00:00.500Z",
    "2d,                             2026-01-29T12:00:00.500Z",
    "1w,                             2026-01-24T12:00:00.500Z",
    "PT1H,                           2026-01-31T11:00:00.500Z",
    "P1D,                            2026-01-30T12:00:00.500Z",
    "1 hour ago,                     2026-01-31T11:00:00.500Z",
    "2 hours ago,                    2026-01-31T10:00:00.500Z",
    "3 Minutes Ago,                  2026-01-31T11:57:00.500Z",
    "10 seconds ago,                 2026-01-31T11:59:50.500Z",
    "1 day ago,                      2026-01-30T12:00:00.500Z",
    "2 weeks ago,                    2026-01-17T12:00:00.500Z",
    "' 1h ',                         2026-01-31T11:00:00.500Z"
  })
  void everyFormIsRead(String text, String instant) {
    assertThat(Times.read("since", text, NOW, TOKYO)).isEqualTo(Instant.parse(instant));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "yesterday",
        "1",
        "1x",
        "-1h",
        "1.5h",
        "2026-02-30",
        "2026-13-01",
        "2026-01-31T25:00:00Z",
        "hour ago",
        "99999999999999999999h",
        "1 hour ago ago",
        "PT9223372036854775807S",
        "P99999999999999999999D",
        "P",
        "'; DROP TABLE llm_usage; --"
      })
  void whatIsNoTimeIsA400ThatNamesTheParameter(String text) {
    ApiProblem problem =
        catchThrowableOfType(ApiProblem.class, () -> Times.read("since", text, NOW, TOKYO));
    assertThat(problem).as(text).isNotNull();
    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.field()).contains("since");
    assertThat(problem.getMessage()).contains("2026-01-31T09:00:00Z", "1h", "epoch milliseconds");
  }

  @Test
  void timesAreWrittenToTheSecondInUtc() {
    assertThat(Times.toSecond(NOW)).isEqualTo("2026-01-31T12:00:00Z");
    assertThat(Times.toSecond(0)).isEqualTo("1970-01-01T00:00:00Z");
    assertThat(Times.toSecond(1_769_850_000_999L)).isEqualTo("2026-01-31T09:00:00Z");
  }
}
