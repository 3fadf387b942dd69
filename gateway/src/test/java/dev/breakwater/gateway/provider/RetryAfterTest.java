package dev.breakwater.gateway.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final long NOW = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();

  private static Optional<Duration> of(String... namesAndValues) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return RetryAfter.of(headers, NOW);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "2,2000", "' 7 ',7000", "1.5,1500", "0.001,1", "86400,86400000"})
  void secondsAreReadWithTheirFractions(String value, long millis) {
    assertThat(of("Retry-After", value)).contains(Duration.ofMillis(millis));
  }

  @Test
  void millisecondsAreMoreExactAndGoFirst() {
    assertThat(of("Retry-After", "2", "retry-after-ms", "1234")).contains(Duration.ofMillis(1234));
    assertThat(of("Retry-After", "2", "retry-after-ms", "soon")).contains(Duration.ofSeconds(2));
  }

  @Test
  void aDateIsHeldAgainstTheAnswersOwnClock() {
    assertThat(
            of(
                "Retry-After", "Sun, 01 Mar 2026 15:00:30 GMT",
                "Date", "Sun, 01 Mar 2026 15:00:00 GMT"))
        .contains(Duration.ofSeconds(30));
    assertThat(of("Retry-After", "Sun, 01 Mar 2026 12:00:05 GMT")).contains(Duration.ofSeconds(5));
    assertThat(of("Retry-After", "Sun, 01 Mar 2026 11:00:00 GMT")).contains(Duration.ZERO);
  }

  @Test
  void aDateThatCannotBeReadLeavesOurOwnClock() {
    assertThat(of("Retry-After", "Sun, 01 Mar 2026 12:00:05 GMT", "Date", "yesterday"))
        .contains(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-1",
        "-0.5",
        "NaN",
        "Infinity",
        "soon",
        "1,5",
        "10d",
        "3f",
        "0x1p3",
        "1e999",
        "Sun, 99 Mar 2026 12:00:05 GMT"
      })
  void whatCannotBeMeantSaysNothing(String value) {
    assertThat(of("Retry-After", value)).isEmpty();
    assertThat(of("retry-after-ms", value)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"86401", "999999999999999999999", "Sun, 01 Mar 2099 12:00:05 GMT"})
  void whatAsksForMoreThanADayGetsADayAndIsNotTakenForNothing(String value) {
    assertThat(of("Retry-After", value)).contains(Duration.ofDays(1));
  }

  @Test
  void withoutHeadersThereIsNone() {
    assertThat(of()).isEmpty();
  }
}
