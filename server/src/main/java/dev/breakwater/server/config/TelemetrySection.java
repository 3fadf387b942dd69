package dev.breakwater.server.config;

import dev.breakwater.server.metrics.cloudwatch.CloudWatchSettings;
import dev.breakwater.server.metrics.cloudwatch.Output;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Reads {@code telemetry}: to whom figures are sent, beside those who ask for them. */
final class TelemetrySection {
  private static final int MOST_PORTS = 65_535;

  private TelemetrySection() {}

  /** How figures go to CloudWatch; empty when nothing is said about it. */
  static Optional<CloudWatchSettings> cloudWatch(Section root) {
    if (!root.has("telemetry")) {
      return Optional.empty();
    }
    Section telemetry = root.section("telemetry");
    Optional<CloudWatchSettings> settings =
        telemetry.has("cloudWatch")
            ? Optional.of(cloudWatchOf(telemetry.section("cloudWatch")))
            : Optional.empty();
    telemetry.skip("otlp");
    telemetry.close();
    return settings;
  }

  private static CloudWatchSettings cloudWatchOf(Section section) {
    String namespace = section.text("namespace", "Breakwater");
    if (!namespace.matches("[A-Za-z0-9_./#:-]{1,255}") || namespace.startsWith("AWS/")) {
      section.problem(
          "namespace",
          "'"
              + namespace
              + "' is no namespace; write up to 255 letters, digits and . - _ / # : that do not"
              + " begin with AWS/");
    }
    String service = section.text("service", "breakwater");
    if (!service.matches("[!-~]([ -~]{0,248}[!-~])?") || service.startsWith(":")) {
      section.problem(
          "service", "'" + service + "' is no dimension; write up to 250 characters of ASCII");
    }
    Duration interval =
        section.duration(
            "interval", Duration.ofSeconds(60), Duration.ofSeconds(1), Duration.ofHours(1));
    Output output = output(section);
    section.close();
    return new CloudWatchSettings(namespace, service, interval, output);
  }

  private static Output output(Section section) {
    String text = section.text("output", "stdout");
    if (text.equals("stdout")) {
      return new Output.Stdout();
    }
    if (!text.contains("://")) {
      try {
        return new Output.ToFile(Path.of(text));
      } catch (InvalidPathException broken) {
        section.problem("output", "'" + text + "' is no path: " + broken.getReason());
        return new Output.Stdout();
      }
    }
    return tcp(text)
        .orElseGet(() -> {
          section.problem(
              "output", "'" + text + "' is none of stdout, a file's path and tcp://host:port");
          return new Output.Stdout();
        });
  }

  private static Optional<Output> tcp(String text) {
    try {
      URI uri = URI.create(text);
      return "tcp".equals(uri.getScheme())
              && uri.getHost() != null
              && uri.getPort() > 0
              && uri.getPort() <= MOST_PORTS
              && uri.getRawPath().isEmpty()
          ? Optional.of(new Output.Tcp(uri.getHost(), uri.getPort()))
          : Optional.empty();
    } catch (IllegalArgumentException noAddress) {
      return Optional.empty();
    }
  }
}
