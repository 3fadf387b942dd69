package dev.breakwater.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class MachineTest {
  @Test
  void listsOfCoresMayHoldRangesAndSingles() {
    assertThat(Machine.cores("\t0-3,8,10-11\n")).containsExactly(0, 1, 2, 3, 8, 10, 11);
  }

  @Test
  void aProgramIsFoundAlongThePathAndAMissingOneIsNot() {
    assertThat(Machine.find("sh")).isPresent();
    assertThat(Machine.find("no-such-program-anywhere")).isEmpty();
  }

  @Test
  void thisMachineHasACoreToMeasureOn() throws IOException {
    assertThat(Machine.survey().relayCore()).isNotNegative();
  }
}
