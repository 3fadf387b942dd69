package dev.breakwater.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ProcessMemoryTest {
  @Test
  void kibibytesBecomeMegabytes() {
    ProcessMemory memory =
        ProcessMemory.parse("Name:\tjava\nVmHWM:\t  500000 kB\nVmRSS:\t  250000 kB\n");

    assertThat(memory).isEqualTo(new ProcessMemory(256, 512));
  }

  @Test
  void aProcessThatHasEndedHasNoMemoryToShow() {
    assertThatThrownBy(() -> ProcessMemory.parse("Name:\tjava\nState:\tZ (zombie)\n"))
        .hasMessageContaining("VmRSS");
  }
}
