package dev.breakwater.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TrainingTest {

  @Test
  void aServerServesItselfInEveryProtocolAndEnds() throws Exception {
    // Each of the ten callers begins with another lesson, whatever time the machine takes for it.
    assertThat(new Training().train(Duration.ofMillis(200))).isGreaterThanOrEqualTo(10);
  }
}
