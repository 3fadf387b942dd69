package dev.breakwater.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TrainingTest {

  @Test
  void aServerServesItselfInEveryProtocolAndEnds() throws Exception {
    // One call each of the callers at least, whatever time the machine takes for it.
    assertThat(new Training().train(Duration.ofMillis(200))).isGreaterThanOrEqualTo(8);
  }
}
