package dev.breakwater.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

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
}
