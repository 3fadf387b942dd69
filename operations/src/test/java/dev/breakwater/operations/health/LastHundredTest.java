package dev.breakwater.operations.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LastHundredTest {
  @Test
  void itIsTheEndOfAllThereWasAndItsRateIsCountedFromThat() {
    LastHundred last = new LastHundred();
    assertThat(last.successRate()).isEqualTo(100);
    assertThat(last.text()).isEmpty();
    StringBuilder all = new StringBuilder();
    SplittableRandom random = new SplittableRandom(3);
    for (int turn = 0; turn < 350; turn++) {
      boolean success = random.nextBoolean();
      last.add(success);
      all.append(success ? '1' : '0');
      String expected = all.substring(Math.max(0, all.length() - LastHundred.CAPACITY));
      assertThat(last.text()).isEqualTo(expected);
      double successes = expected.chars().filter(it -> it == '1').count();
      assertThat(last.successRate()).isEqualTo(100 * successes / expected.length());
      LastHundred read = LastHundred.of(expected);
      assertThat(read.text()).isEqualTo(expected);
      assertThat(read.successRate()).isEqualTo(last.successRate());
    }
  }
}
