package dev.breakwater.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.benchmarks.ProcessTimes.Role;
import dev.breakwater.benchmarks.ProcessTimes.Spent;
import dev.breakwater.benchmarks.ProcessTimes.ThreadTime;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessTimesTest {
  @Test
  void aProcessNamedWithSpacesAndParenthesesIsReadRight() {
    String stat =
        "4711 (a (b) c 9) S 1 4711 4711 0 -1 4194560 100 0 3 0 250 75 0 0 20 0 12 0 99 1000 5 1\n";

    assertThat(ProcessTimes.statNanos(stat)).isEqualTo(3_250_000_000L);
  }

  @Test
  void theSchedulersFirstFieldIsTheTimeOnTheProcessor() {
    assertThat(ProcessTimes.schedulerNanos("123456789012 52839 2\n")).isEqualTo(123_456_789_012L);
  }

  @ParameterizedTest
  @CsvSource({
    "ledger-writer, LEDGER",
    "C2 CompilerThre, COMPILER",
    "C1 CompilerThre, COMPILER",
    "GC Thread#0, COLLECTOR",
    "G1 Conc#0, COLLECTOR",
    "VM Thread, COLLECTOR",
    "vert.x-eventloo, OTHER"
  })
  void aThreadsNameTellsItsRole(String name, Role role) {
    assertThat(Role.of(name)).isEqualTo(role);
  }

  @Test
  void theLedgersWriterIsCountedBesideTheRest() {
    ProcessTimes before = new ProcessTimes(0, Map.of(1L, new ThreadTime(Role.OTHER, 1_000_000)));
    ProcessTimes after =
        new ProcessTimes(
            10_000_000,
            Map.of(
                1L, new ThreadTime(Role.OTHER, 8_000_000),
                2L, new ThreadTime(Role.LEDGER, 3_000_000)));

    Spent spent = after.since(before);

    assertThat(spent.total()).isEqualTo(10_000_000);
    assertThat(spent.of(Role.LEDGER)).isEqualTo(3_000_000);
    assertThat(spent.onThePath()).isEqualTo(7_000_000);
  }

  @Test
  void theTimeOfThreadsThatEndedIsNotLost() {
    ProcessTimes before =
        new ProcessTimes(1_000_000_000, Map.of(1L, new ThreadTime(Role.OTHER, 500_000_000)));
    ProcessTimes after =
        new ProcessTimes(2_000_000_000, Map.of(1L, new ThreadTime(Role.OTHER, 900_000_000)));

    assertThat(after.since(before).total()).isEqualTo(1_000_000_000);
    assertThat(after.since(before).of(Role.OTHER)).isEqualTo(1_000_000_000);
  }

  @Test
  void ofThisProcessBothWaysOfCountingAgree() throws IOException {
    ProcessTimes start = new ProcessTimes(0, Map.of());

    Spent spent = ProcessTimes.of(ProcessHandle.current().pid()).since(start);

    assertThat(spent.total()).isPositive();
    assertThat(spent.byRole().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(spent.total());
  }
}
