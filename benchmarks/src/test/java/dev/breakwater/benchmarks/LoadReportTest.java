package dev.breakwater.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LoadReportTest {
  private static final String REPORT =
      """
      {"requests":960,"completed":959,"errors":1,"chunks":963840,"reads":234237,"bytes":197923525,\
      "mostOpen":32,"seconds":4.104436,"p50":137101.3,"p90":142344.2,"p99":153354.2,"max":159309.5,\
      "firstP50":539.6,"firstP99":8962.0,"statusErrors":1,\
      "sample":"{\\"error\\": {\\"completed\\": 7}}"}
      """;

  @Test
  void everyFigureIsReadAndTheSampleIsNotTakenForOne() {
    assertThat(LoadReport.parse(REPORT))
        .isEqualTo(
            new LoadReport(
                960,
                959,
                1,
                963_840,
                234_237,
                32,
                4.104436,
                137_101.3,
                153_354.2,
                539.6,
                "{\"error\": {\"completed\": 7}}"));
  }

  @Test
  void aReportCutShortIsRefused() {
    assertThatThrownBy(() -> LoadReport.parse("{\"requests\":960"))
        .hasMessageContaining("lacks completed");
  }
}
