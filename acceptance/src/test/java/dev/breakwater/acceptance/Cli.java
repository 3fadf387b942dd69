package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** {@code ./breakwater}'s commands, as somebody with the admin key gives them to a server. */
final class Cli {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Path directory;
  private final Map<String, String> environment;

  private Cli(Path directory, Map<String, String> environment) {
    this.directory = directory;
    this.environment = environment;
  }

  static Cli at(Server server, Path directory) {
    return new Cli(
        directory,
        Map.of(
            "BREAKWATER_URL", server.url().toString(), "BREAKWATER_ADMIN_KEY", Server.ADMIN_KEY));
  }

  /** Where no server runs; the files are in the directory. */
  static Cli alone(Path directory) {
    return alone(directory, Map.of());
  }

  static Cli alone(Path directory, Map<String, String> environment) {
    return new Cli(directory, environment);
  }

  /**
   * What a command has said.
   *
   * @param text both streams
   */
  record Said(int code, String text) {
    JsonNode json() {
      assertThat(code).as(text).isZero();
      return Http.JSON.readTree(text);
    }
  }

  Said run(String... arguments) {
    return given("", arguments);
  }

  /** The same with something on its standard input. */
  Said given(String input, String... arguments) {
    try (Child child = Packaged.run(directory, environment, List.of(arguments))) {
      try (OutputStream in = child.process().getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new Said(child.ended(LIMIT), child.printed());
    }
  }
}
