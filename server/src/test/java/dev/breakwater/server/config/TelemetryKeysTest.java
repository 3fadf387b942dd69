package dev.breakwater.server.config;

import static dev.breakwater.server.config.Loads.PROVIDERS;
import static dev.breakwater.server.config.Loads.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.server.metrics.cloudwatch.CloudWatchSettings;
import dev.breakwater.server.metrics.cloudwatch.Output;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** To whom figures are sent, as {@code telemetry} says it. */
class TelemetryKeysTest {
  private static Configuration with(String cloudWatch) {
    return accepted(
        PROVIDERS
            + "chains: {production: {primary: local/llama}}\n"
            + "telemetry: {cloudWatch: {"
            + cloudWatch
            + "}}");
  }

  private static CloudWatchSettings cloudWatch(String keys) {
    return with(keys).cloudWatch().orElseThrow();
  }

  @Test
  void nothingIsSentUnlessItIsSaid() {
    assertThat(accepted("").cloudWatch()).isEmpty();
    assertThat(accepted("telemetry: {}").cloudWatch()).isEmpty();
  }

  @Test
  void whatIsLeftOutHasSensibleValues() {
    assertThat(cloudWatch("output: stdout"))
        .isEqualTo(
            new CloudWatchSettings(
                "Breakwater", "breakwater", Duration.ofMinutes(1), new Output.Stdout()));
  }

  @Test
  void linesGoToAFileOrAnAgent() {
    assertThat(cloudWatch("namespace: Shop/LLM, service: eu, interval: 10s, output: ./emf.log"))
        .isEqualTo(
            new CloudWatchSettings(
                "Shop/LLM", "eu", Duration.ofSeconds(10), new Output.ToFile(Path.of("./emf.log"))));
    assertThat(cloudWatch("output: \"tcp://127.0.0.1:25888\"").output())
        .isEqualTo(new Output.Tcp("127.0.0.1", 25888));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "output: 'tcp://agent'       | telemetry.cloudWatch.output",
        "output: 'tcp://agent:0'     | telemetry.cloudWatch.output",
        "output: 'tcp://agent:1/x'   | telemetry.cloudWatch.output",
        "output: 'udp://agent:1'     | telemetry.cloudWatch.output",
        "interval: 10ms              | telemetry.cloudWatch.interval",
        "namespace: AWS/Lambda       | telemetry.cloudWatch.namespace",
        "namespace: 'a b'            | telemetry.cloudWatch.namespace",
        "service: ':a'               | telemetry.cloudWatch.service",
        "outptu: stdout              | telemetry.cloudWatch.outptu",
      },
      quoteCharacter = '"')
  void whatIsWrongIsNamed(String key, String path) {
    List<String> problems = Loads.problems(PROVIDERS + "telemetry: {cloudWatch: {" + key + "}}");
    assertThat(problems).anyMatch(it -> it.contains(path));
  }

  @Test
  void aChangeHoldsFromTheNextStartOn() {
    assertThat(with("interval: 10s").restartRequired(with("interval: 20s")))
        .containsExactly("telemetry.cloudWatch");
  }
}
