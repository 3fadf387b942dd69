package dev.breakwater.gateway.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TextBytesTest {
  private final TextBytes texts = new TextBytes();

  @Test
  void whatComesAgainIsNotEncodedAgain() {
    byte[] first = texts.of("größte Welle");
    assertThat(first).isEqualTo("größte Welle".getBytes(UTF_8));
    assertThat(texts.of(new String("größte Welle".toCharArray()))).isSameAs(first);
    assertThat(texts.of("")).isEmpty();
  }

  @Test
  void longTextsAreLeftToOthers() {
    assertThat(texts.of("a".repeat(64))).hasSize(64);
    assertThat(texts.of("a".repeat(65))).isNull();
  }

  @Test
  void whoeverSharesAPlaceIsNeverTakenForTheOther() {
    SplittableRandom random = new SplittableRandom(7);
    String[] names = new String[5_000]; // twenty for each place
    for (int index = 0; index < names.length; index++) {
      names[index] = Long.toString(random.nextLong(), 36).substring(0, random.nextInt(3, 10));
    }
    for (int turn = 0; turn < 50_000; turn++) {
      String name = names[random.nextInt(names.length)];
      assertThat(texts.of(name)).isEqualTo(name.getBytes(UTF_8));
    }
  }
}
