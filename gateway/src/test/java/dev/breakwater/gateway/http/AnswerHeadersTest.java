package dev.breakwater.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.wire.format.Header;
import io.vertx.core.MultiMap;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What clients name comes back in headers, and must not break them. */
class AnswerHeadersTest {
  @Test
  void namesThatHeadersTakeStayAsTheyAre() {
    for (String name : new String[] {"gpt-4o-mini", "a b/c{\"d\"}", "模型", ""}) {
      assertThat(AnswerHeaders.printable(name)).isSameAs(name);
    }
  }

  @Test
  void controlCharactersBecomeQuestionMarks() {
    assertThat(AnswerHeaders.printable("a\r\nset-cookie: b")).isEqualTo("a??set-cookie: b");
    assertThat(AnswerHeaders.printable("\u0000\u001b[31m\u0085\u007f")).isEqualTo("??[31m??");
  }

  @Test
  void longNamesAreCut() {
    assertThat(AnswerHeaders.printable("x".repeat(5_000))).hasSize(500);
  }

  @Test
  void whatTheProviderSaysGoesBeforeOurWordAndStandsOnce() {
    MultiMap answer = MultiMap.caseInsensitiveMultiMap();
    new AnswerHeaders("req_1", AnswerHeaders.JSON)
        .retryAfter(Duration.ofSeconds(1))
        .setAll(
            List.of(
                new Header("Retry-After", "7"),
                new Header("x-ratelimit-limit-requests", "50"),
                new Header("x-ratelimit-limit-requests", "60")))
        .putInto(answer);
    assertThat(answer.getAll("x-request-id")).containsExactly("req_1");
    assertThat(answer.getAll("retry-after")).containsExactly("7");
    assertThat(answer.getAll("x-ratelimit-limit-requests")).containsExactly("60");
    assertThat(answer.size()).isEqualTo(4);
  }

  @Test
  void whatNoHeaderMayBeIsLeftOut() {
    MultiMap answer = MultiMap.caseInsensitiveMultiMap();
    new AnswerHeaders("req_1", AnswerHeaders.JSON)
        .setAll(
            List.of(
                new Header("x-ratelimit-a", "1\r\nset-cookie: b"),
                new Header("x-ratelimit b", "1"),
                new Header("x-ratelimit-c", "\u0001"),
                new Header("x-ratelimit-d", "1")))
        .putInto(answer);
    assertThat(answer.names())
        .containsExactlyInAnyOrder("x-request-id", "content-type", "x-ratelimit-d");
  }

  @Test
  void aCostIsWrittenAsTheShortestPlainDecimal() {
    SplittableRandom random = new SplittableRandom(5);
    LongStream some =
        LongStream.of(0, 1, 10, 999_999_999, 1_000_000_000, 1_000_000_001, Long.MAX_VALUE);
    LongStream many =
        IntStream.range(0, 20_000).mapToLong(it -> random.nextLong() >>> (1 + random.nextInt(63)));
    LongStream round =
        IntStream.range(0, 20_000)
            .mapToLong(it ->
                random.nextLong(1_000) * BigInteger.TEN.pow(random.nextInt(16)).longValueExact());
    LongStream.concat(some, LongStream.concat(many, round))
        .forEach(nanos ->
            assertThat(AnswerHeaders.dollars(nanos))
                .isEqualTo(
                    nanos == 0
                        ? "0"
                        : BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString()));
  }
}
