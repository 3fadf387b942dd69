package dev.breakwater.acceptance.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.acceptance.exposition.Exposition.Format;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checker takes what is right, and each of its rules is able to fail. */
class ExpositionTest {
  private static final String PLAIN =
      """
      # HELP a_total Some words.
      # TYPE a_total counter
      a_total{model="x\\\\ \\" \\n y",status="ok"} 1.0
      a_total{model="z",status="ok"} 2e3
      # HELP b_seconds Times.
      # TYPE b_seconds histogram
      b_seconds_bucket{le="0.5"} 1
      b_seconds_bucket{le="1.0"} 3
      b_seconds_bucket{le="+Inf"} 4
      b_seconds_count 4
      b_seconds_sum 9.5
      # HELP c Now.
      # TYPE c gauge
      c -1.5
      """;

  private static final String OPEN =
      """
      # TYPE a counter
      # HELP a Some words.
      a_total{model="x"} 1.0
      # TYPE b_seconds histogram
      # HELP b_seconds Times.
      b_seconds_bucket{le="0.5"} 1 # {request_id="req_1"} 0.4 1800000000.000
      b_seconds_bucket{le="+Inf"} 1
      b_seconds_count 1
      b_seconds_sum 0.4
      # EOF
      """;

  @Test
  void whatIsRightHasNoProblems() {
    Exposition plain = Exposition.read(PLAIN, Format.PLAIN);
    assertThat(plain.problems()).isEmpty();
    assertThat(plain.names())
        .containsExactly("a_total", "b_seconds_bucket", "b_seconds_count", "b_seconds_sum", "c");
    assertThat(plain.sum("a_total", Map.of("status", "ok"))).isEqualTo(2001);
    assertThat(plain.samples().getFirst().labels()).containsEntry("model", "x\\ \" \n y");

    Exposition open = Exposition.read(OPEN, Format.OPEN_METRICS);
    assertThat(open.problems()).isEmpty();
    assertThat(open.samples().get(1).exemplar().orElseThrow().labels())
        .containsEntry("request_id", "req_1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "# HELP a_total Some words.  | # HELP c Some words.",
        "# TYPE a_total counter      | # HELP a_total Again.",
        "# TYPE a_total counter      | # TYPE a_total count",
        "c -1.5                      | d -1.5",
        "c -1.5                      | c{a=\"1\"} -1.5,",
        "c -1.5                      | c minus",
        "c -1.5                      | c{a=\"1\",a=\"2\"} 1",
        "c -1.5                      | c{1a=\"1\"} 1",
        "c -1.5                      | c{a=\"\\t\"} 1",
        "c -1.5                      | c{a=\"1} 1",
        "c -1.5                      | c{a=\"1\"b=\"2\"} 1",
        "c -1.5                      | c 1 # {a=\"b\"} 1",
        "c -1.5                      | a_total{model=\"late\"} 1",
        "status=\"ok\"} 1.0          | status=\"ok\"} -1.0",
        "model=\"z\"                 | model=\"x\\\\ \\\" \\n y\"",
        "b_seconds_bucket{le=\"1.0\"} 3 | b_seconds_bucket{le=\"1.0\"} 0",
        "b_seconds_bucket{le=\"1.0\"} 3 | b_seconds_bucket{le=\"0.2\"} 3",
        "b_seconds_bucket{le=\"+Inf\"} 4 | b_seconds_bucket{le=\"+Inf\"} 5",
        "b_seconds_bucket{le=\"+Inf\"} 4 | b_seconds_bucket{le=\"9.0\"} 4",
        "b_seconds_sum 9.5           | # EOF",
      })
  void whatIsWrongInPlainTextIsFound(String right, String wrong) {
    assertThat(PLAIN).contains(right);
    assertThat(Exposition.read(PLAIN.replace(right, wrong), Format.PLAIN).problems()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a_total{model=\"x\"} 1.0    | a{model=\"x\"} 1.0",
        "# TYPE a counter            | # TYPE a_total counter",
        "{request_id=\"req_1\"} 0.4  | {request_id=\"req_1\"} 0.6",
        "{request_id=\"req_1\"} 0.4  | {request_id=\"req_1\"}",
        "{request_id=\"req_1\"} 0.4  | {} x",
        "b_seconds_count 1           | b_seconds_count 1 # {a=\"b\"} 1",
        "# EOF                       | # TYPE d gauge",
        "b_seconds_sum 0.4           | # EOF",
      })
  void whatIsWrongInOpenMetricsIsFound(String right, String wrong) {
    assertThat(OPEN).contains(right);
    assertThat(Exposition.read(OPEN.replace(right, wrong), Format.OPEN_METRICS).problems())
        .isNotEmpty();
  }

  @Test
  void anExemplarIsNotLong() {
    String text = OPEN.replace("req_1", "x".repeat(120));
    assertThat(Exposition.read(text, Format.OPEN_METRICS).problems()).isNotEmpty();
  }

  @Test
  void aCounterThatFallsOrVanishesIsFound() {
    Exposition earlier = Exposition.read(PLAIN, Format.PLAIN);
    Exposition fallen =
        Exposition.read(
            PLAIN
                .replace("} 2e3", "} 1e3")
                .replace("le=\"0.5\"} 1", "le=\"0.5\"} 0")
                .replace("c -1.5", "c -2.5"),
            Format.PLAIN);
    assertThat(fallen.problems()).isEmpty();
    assertThat(fallen.fallenSince(earlier)).hasSize(2);
    assertThat(earlier.fallenSince(earlier)).isEmpty();
    assertThat(Exposition.read("", Format.PLAIN).fallenSince(earlier)).hasSize(6);
  }
}
