package dev.breakwater.operations.drills;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What holds on every simulated day. A failing seed is run alone with {@code -Dbreakwater.seed=N};
 * {@code -Dbreakwater.days=N} runs more of them, {@code -Dbreakwater.requests=N} longer ones.
 */
class DaysDrillTest {
  private static final int DAYS = Integer.getInteger("breakwater.days", 300);
  private static final int REQUESTS = Integer.getInteger("breakwater.requests", 1_000);

  @Test
  void everyDayKeepsEveryPromise() {
    Long one = Long.getLong("breakwater.seed");
    DaysDrill drill =
        one == null
            ? new DaysDrill(1_000_000, DAYS, REQUESTS, 10)
            : new DaysDrill(one, 1, REQUESTS, 1);

    DaysReport report = drill.run(Runnable::run, 1, soFar -> {});

    assertThat(report.failed())
        .as(
            report.failed().stream()
                .map(day -> "run it alone with -Dbreakwater.seed=" + day.seed() + day.broken())
                .collect(Collectors.joining("\n")))
        .isEmpty();
    assertThat(report.days()).isEqualTo(drill.days());
    if (one == null) {
      assertThat(report.missing()).as("what no day has met").isEmpty();
    }
  }

  @Test
  void aSeedMeansOneCourseOfADay() {
    DayReport day = new SimulatedDay(7, 500).run();

    assertThat(new SimulatedDay(7, 500).run()).isEqualTo(day);
    assertThat(new SimulatedDay(8, 500).run().traceHash()).isNotEqualTo(day.traceHash());
  }

  @Test
  void aReportThatMetNothingSaysSo() {
    assertThat(new DaysReport().missing())
        .contains("no call met silent", "no call met rate-limit", "no probes", "no repeats");
  }
}
