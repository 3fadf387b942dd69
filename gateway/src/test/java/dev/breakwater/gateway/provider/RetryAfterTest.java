package dev.breakwater.gateway.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
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
    return RetryAfter.of(429, headers, new byte[0], NOW);
  }

  private static Optional<Duration> inBody(String body) {
    return RetryAfter.of(
        429, MultiMap.caseInsensitiveMultiMap(), body.getBytes(StandardCharsets.UTF_8), NOW);
  }

  private static Optional<Duration> exhausted(String retryDelay) {
    return inBody(
        """
        {"error":{"code":429,"message":"Quota exceeded","status":"RESOURCE_EXHAUSTED","details":[
        {"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[]},
        {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"%s"}]}}
        """
            .formatted(retryDelay));
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

  @ParameterizedTest
  @CsvSource({
    "1s,1000",
    "6m0s,360000",
    "120ms,120",
    "1h2m3.5s,3723500",
    "7.66s,7660",
    "2m59.56s,179560",
    "1d,86400000",
    "30,30000",
    "0.5,500",
    "' 12s ',12000",
    "1772366460,60000",
    "1772366460000,60000",
    "2026-03-01T12:00:07Z,7000",
    "2026-03-01T13:00:07+01:00,7000",
    "2026-03-01T11:00:00Z,0"
  })
  void aLimitThatIsUsedUpTellsInAnySpellingWhenItIsFullAgain(String value, long millis) {
    assertThat(of("x-ratelimit-reset-requests", value, "x-ratelimit-remaining-requests", "0"))
        .contains(Duration.ofMillis(millis));
    assertThat(of("x-ratelimit-reset", value)).contains(Duration.ofMillis(millis));
    assertThat(of("anthropic-ratelimit-tokens-reset", value)).contains(Duration.ofMillis(millis));
  }

  @Test
  void anExplicitRetryAfterWins() {
    assertThat(of("retry-after", "2", "x-ratelimit-reset-tokens", "6m0s"))
        .contains(Duration.ofSeconds(2));
    assertThat(
            RetryAfter.of(
                429,
                MultiMap.caseInsensitiveMultiMap().add("retry-after-ms", "250"),
                "{\"error\":{\"details\":[{\"retryDelay\":\"13s\"}]}}"
                    .getBytes(StandardCharsets.UTF_8),
                NOW))
        .contains(Duration.ofMillis(250));
  }

  @Test
  void ofSeveralLimitsTheLongestOfThoseUsedUpCounts() {
    String[] limits = {
      "X-RateLimit-Remaining-Requests", "0", "X-RateLimit-Reset-Requests", "1s",
      "X-RateLimit-Remaining-Tokens", "0", "X-RateLimit-Reset-Tokens", "6m0s",
      "x-ratelimit-remaining-tokens-day", "12", "x-ratelimit-reset-tokens-day", "20h"
    };
    assertThat(of(limits)).contains(Duration.ofMinutes(6));
  }

  @Test
  void aLimitOfWhichSomethingRemainsSaysNothing() {
    assertThat(of("x-ratelimit-remaining-requests", "59", "x-ratelimit-reset-requests", "1s"))
        .isEmpty();
    assertThat(
            of(
                "anthropic-ratelimit-requests-remaining", "0",
                "anthropic-ratelimit-requests-reset", "2026-03-01T12:00:10Z",
                "anthropic-ratelimit-input-tokens-remaining", "40000",
                "anthropic-ratelimit-input-tokens-reset", "2026-03-01T12:01:00Z"))
        .contains(Duration.ofSeconds(10));
    assertThat(
            of(
                "anthropic-ratelimit-unified-5h-status", "allowed",
                "anthropic-ratelimit-unified-5h-reset", "1772380000"))
        .isEmpty();
  }

  @Test
  void aRestThatCannotBeReadIsAsIfItWereNotThere() {
    assertThat(of("x-ratelimit-remaining", "few", "x-ratelimit-reset", "5"))
        .contains(Duration.ofSeconds(5));
  }

  @Test
  void momentsAreHeldAgainstTheAnswersOwnClock() {
    assertThat(
            of(
                "Date", "Sun, 01 Mar 2026 15:00:00 GMT",
                "x-ratelimit-reset", "2026-03-01T15:00:04Z"))
        .contains(Duration.ofSeconds(4));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 400, 408, 500, 502})
  void limitsAreNoAdviceWhereTheAnswerIsNotAboutThem(int status) {
    MultiMap headers =
        MultiMap.caseInsensitiveMultiMap()
            .add("x-ratelimit-remaining-requests", "0")
            .add("x-ratelimit-reset-requests", "6m0s");
    byte[] body =
        "{\"error\":{\"details\":[{\"retryDelay\":\"13s\"}]}}".getBytes(StandardCharsets.UTF_8);
    assertThat(RetryAfter.of(status, headers, body, NOW)).isEmpty();
    assertThat(RetryAfter.of(503, headers, new byte[0], NOW)).contains(Duration.ofMinutes(6));
    assertThat(RetryAfter.of(529, headers, body, NOW)).contains(Duration.ofSeconds(13));
  }

  @ParameterizedTest
  @CsvSource({"13s,13000", "3.5s,3500", "0s,0", "0.001s,1", "99999999s,86400000"})
  void theDelayInTheBodyIsRead(String delay, long millis) {
    assertThat(exhausted(delay)).contains(Duration.ofMillis(millis));
  }

  @Test
  void theDelayIsFoundInTheArrayOfAStreamToo() {
    assertThat(inBody(" [{\"error\":{\"details\":[{\"retryDelay\":\"2s\"}]}}]\n"))
        .contains(Duration.ofSeconds(2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[", "[]", "<html>", "{}", "{\"error\":1}", "{\"error\":{\"details\":[1]}}"})
  void aBodyWithoutADelaySaysNothing(String body) {
    assertThat(inBody(body)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "soon", "-3s", "1s2", "s", "1,5s", "1e9s", "12 s", "NaN", "2026-03-01", "1x"})
  void aResetThatCannotBeMeantSaysNothing(String value) {
    assertThat(of("x-ratelimit-reset", value)).isEmpty();
    assertThat(of("x-ratelimit-reset-tokens", value)).isEmpty();
    assertThat(exhausted(value)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"25h", "999999999999999999999d", "86401", "4092599349"})
  void aResetInMoreThanADayIsADay(String value) {
    assertThat(of("x-ratelimit-reset", value)).contains(Duration.ofDays(1));
  }
}
