package dev.breakwater.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableTest {
  private static final Row CPU =
      new Row(
          Row.Figure.of("requests.cpu", "CPU a request", "µs", Target.ratioAtMost(2.2)),
          Map.of(
              Subject.NGINX, List.of(12.0, 10.0, 11.5), Subject.BREAKWATER, List.of(23.0, 27.6)));
  private static final Row LEDGER =
      new Row(
          Row.Figure.of("requests.ledger", "  the ledger", "µs", Target.atMost(10)),
          Map.of(Subject.BREAKWATER, List.of(8.25)));
  private static final Row ERRORS =
      new Row(
          new Row.Figure("errors", "errors", "", Target.atMost(0), Row.Summary.SUM),
          Map.of(Subject.NGINX, List.of(0.0, 0.0), Subject.BREAKWATER, List.of(0.0, 1.0)));

  @Test
  void theTextShowsMediansRangesRatiosAndWhatIsMissed() {
    assertThat(new Table(List.of(CPU, LEDGER, ERRORS)).text())
        .isEqualTo(
            """
            measured       unit         nginx      breakwater  ratio  target   met
            CPU a request  µs    11.5 (10–12)  25.3 (23–27.6)   2.20  ≤ 2.2 ×  yes
              the ledger   µs                            8.25         ≤ 10     yes
            errors                          0               1         ≤ 0      NO
            """);
  }

  @Test
  void markdownHasOneCellForEachAndNoRanges() {
    assertThat(new Table(List.of(CPU, LEDGER)).markdown())
        .isEqualTo(
            """
            | measured | unit | nginx | breakwater | ratio | target | met |
            |---|---|--:|--:|--:|---|---|
            | CPU a request | µs | 11.5 | 25.3 | 2.20 | ≤ 2.2 × | yes |
            | the ledger | µs |  | 8.25 |  | ≤ 10 | yes |
            """);
  }

  @Test
  void withoutAGatewayNothingIsJudgedAndItsColumnIsLeftOut() {
    Row alone = new Row(CPU.figure(), Map.of(Subject.NGINX, List.of(11.5)));

    assertThat(alone.verdict()).isEqualTo(Target.Verdict.OPEN);
    assertThat(new Table(List.of(alone)).text()).doesNotContain("breakwater");
  }

  @Test
  void aRatioAboveTheTargetIsMissedHoweverClose() {
    Row slow =
        new Row(
            CPU.figure(), Map.of(Subject.NGINX, List.of(10.0), Subject.BREAKWATER, List.of(22.01)));

    assertThat(slow.verdict()).isEqualTo(Target.Verdict.MISSED);
  }

  @Test
  void tooFewCompleteStreamsInOneRoundAreMissed() {
    Row complete =
        new Row(
            new Row.Figure("completed", "", "", Target.atLeast(5_000), Row.Summary.LEAST),
            Map.of(Subject.BREAKWATER, List.of(5_000.0, 4_999.0, 5_000.0)));

    assertThat(complete.verdict()).isEqualTo(Target.Verdict.MISSED);
  }

  @Test
  void theJsonHoldsEverySampleAndTheVerdict() {
    assertThat(Json.of(Map.of("processor", "a \"fast\" one"), List.of(CPU)))
        .contains("\"processor\": \"a \\\"fast\\\" one\"")
        .contains("\"nginx\": {\"value\": 11.5000, \"samples\": [12, 10, 11.5000]}")
        .contains("\"ratio\": 2.2000, \"target\": \"≤ 2.2 ×\", \"met\": true");
  }
}
