package dev.breakwater.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.wire.format.Header;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.List;
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
}
