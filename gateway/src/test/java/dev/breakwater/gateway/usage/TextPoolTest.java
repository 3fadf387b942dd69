package dev.breakwater.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TextPoolTest {
  private final TextPool pool = new TextPool();

  private String text(String text) {
    byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
    return pool.text(bytes, 1, bytes.length - 2);
  }

  @Test
  void whatComesAgainIsTheSameObject() {
    String first = text("gpt-4o-mini");
    assertThat(first).isEqualTo("gpt-4o-mini");
    assertThat(text("gpt-4o-mini")).isSameAs(first);
    assertThat(text("")).isEmpty();
    assertThat(text("")).isSameAs(text(""));
    assertThat(text("größte Welle")).isEqualTo("größte Welle");
  }

  @Test
  void longTextsAreNotKept() {
    String text = "a".repeat(65);
    assertThat(text(text)).isEqualTo(text).isNotSameAs(text(text));
  }

  @Test
  void whoeverSharesAPlaceIsNeverTakenForTheOther() {
    SplittableRandom random = new SplittableRandom(7);
    String[] texts = new String[50_000]; // fifty for each place
    for (int index = 0; index < texts.length; index++) {
      texts[index] = Long.toString(random.nextLong(), 36).substring(0, random.nextInt(3, 10));
    }
    for (int turn = 0; turn < 200_000; turn++) {
      String wanted = texts[random.nextInt(texts.length)];
      assertThat(text(wanted)).isEqualTo(wanted);
    }
  }
}
