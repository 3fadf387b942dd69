package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The guide's chain of models that differ, served as it stands there and asked what is asked. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CapabilityGuideIT {
  private static final Path GUIDE = Path.of("../docs/translation.md");
  private static final String SECTION = "\n## A chain whose models differ\n";
  private static final Pattern YAML = Pattern.compile("(?s)```yaml\n(.*?)```");
  private static final Pattern EXAMPLE =
      Pattern.compile(
          "(?s)```json (\\w+)\n(.*?)```\n\n"
              + "(?:Answered by: `(\\w+)`(?:, dropped: `(\\w+)`)?|Refused: `(\\w+)`)\n");

  private Server server;
  private Simulator simulator;

  /**
   * A request and how it ends.
   *
   * @param provider who answers it; empty when nobody does
   * @param dropped a field; empty when there is none
   * @param refused a field or capability; empty when it is answered
   */
  record Example(String client, String body, String provider, String dropped, String refused) {
    @Override
    public String toString() {
      return refused.isEmpty() ? "answered by " + provider + " " + dropped : "refused: " + refused;
    }
  }

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    Matcher yaml = YAML.matcher(section());
    assertThat(yaml.find()).isTrue();
    Path file = Files.writeString(directory.resolve("guide.yaml"), yaml.group(1));
    server =
        Server.start(
            directory,
            Map.of(),
            "--config",
            file.toString(),
            "--simulate",
            "--simulator-port",
            "0");
    simulator = server.simulator();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @BeforeEach
  void heal() {
    simulator.heal();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExampleOfTheGuideEndsAsItSays(Example example) {
    Http.Answer answer =
        server
            .http()
            .call(
                "POST",
                path(example.client()),
                example.body(),
                "Authorization",
                "Bearer " + Server.API_KEY);

    assertThat(answer.header("x-breakwater-provider")).isEqualTo(example.provider());
    if (example.refused().isEmpty()) {
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      assertThat(answer.header("x-breakwater-attempts")).isEqualTo("1");
      assertThat(answer.header("x-breakwater-dropped")).isEqualTo(example.dropped());
    } else {
      assertThat(answer.status()).as(answer.body()).isEqualTo(400);
      assertThat(answer.json().get("error").get("message").asString())
          .contains("'" + example.refused() + "'");
    }
    for (String provider : Simulator.PROVIDERS) {
      assertThat(simulator.calls(provider))
          .as("calls of %s", provider)
          .hasSize(provider.equals(example.provider()) ? 1 : 0);
    }
  }

  private static String path(String client) {
    return switch (client) {
      case "openai" -> "/v1/chat/completions";
      case "gemini" -> "/v1beta/models/auto:generateContent";
      default -> throw new AssertionError("the guide has a client that speaks " + client);
    };
  }

  static List<Example> examples() throws IOException {
    List<Example> examples = new ArrayList<>();
    Matcher matcher = EXAMPLE.matcher(section());
    while (matcher.find()) {
      examples.add(
          new Example(
              matcher.group(1),
              matcher.group(2),
              given(matcher.group(3)),
              given(matcher.group(4)),
              given(matcher.group(5))));
    }
    assertThat(examples).extracting(Example::provider).contains("openai", "anthropic", "");
    assertThat(examples).anySatisfy(it -> assertThat(it.dropped()).isNotEmpty());
    assertThat(examples).hasSize(requests(section()));
    return examples;
  }

  /** Every request must be an example, or one with a slip in its last line would be passed over. */
  private static int requests(String section) {
    return section.split("```json ", -1).length - 1;
  }

  private static String given(@Nullable String group) {
    return group == null ? "" : group;
  }

  private static String section() throws IOException {
    String guide = Files.readString(GUIDE);
    int start = guide.indexOf(SECTION);
    assertThat(start).isPositive();
    return guide.substring(start);
  }
}
