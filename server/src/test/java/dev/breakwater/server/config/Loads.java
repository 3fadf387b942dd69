package dev.breakwater.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

/** Short ways to load a text in tests. */
final class Loads {

  /** Two providers that targets may name. */
  static final String PROVIDERS =
      """
      providers:
        - {name: openai, apiKey: sk-file, models: [gpt-4o-mini, gpt-4o]}
        - {name: local, protocol: openai, baseUrl: "http://127.0.0.1:9001/v1", models: [llama]}
      """;

  private Loads() {}

  static Loaded load(String text) {
    return load(text, Map.of(), LoadOptions.NONE);
  }

  static Loaded load(String text, Map<String, String> environment, LoadOptions options) {
    return new ConfigurationLoader(environment, options).load("b.yaml", text);
  }

  static Configuration accepted(String text) {
    return accepted(text, Map.of(), LoadOptions.NONE);
  }

  static Configuration accepted(String text, Map<String, String> environment, LoadOptions options) {
    Loaded loaded = load(text, environment, options);
    if (loaded instanceof Loaded.Rejected rejected) {
      throw new AssertionError(String.join("\n", shown(rejected.problems())));
    }
    return ((Loaded.Accepted) loaded).configuration();
  }

  static List<String> problems(String text) {
    return problems(text, Map.of(), LoadOptions.NONE);
  }

  static List<String> problems(String text, Map<String, String> environment, LoadOptions options) {
    Loaded loaded = load(text, environment, options);
    assertThat(loaded).isInstanceOf(Loaded.Rejected.class);
    return shown(((Loaded.Rejected) loaded).problems());
  }

  static List<String> shown(List<Problem> problems) {
    return problems.stream().map(Problem::toString).toList();
  }
}
