package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A LiteLLM proxy of some size moves in: its configuration is imported, checked, and serves. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class ImportIT {
  private static final String CONFIG = "litellm.yaml";
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

  /** The key that the proxy's clients have, as its file says it. */
  private static final String MASTER_KEY = "planted-master-key-of-the-proxy";

  private static final Map<String, String> HOMES =
      Map.of(
          "https://api.openai.com/v1", "/openai/v1",
          "https://api.groq.com/openai/v1", "/openai/v1",
          "https://api.mistral.ai/v1", "/openai/v1",
          "https://openrouter.ai/api/v1", "/openai/v1",
          "https://vllm.contoso.example/v1", "/openai/v1",
          "https://api.anthropic.com", "/anthropic",
          "https://generativelanguage.googleapis.com", "/gemini",
          "https://contoso-north.openai.azure.com", "/azure",
          "https://bedrock-runtime.eu-west-1.amazonaws.com", "/bedrock");

  private final Map<String, String> environment = new HashMap<>();
  private Path directory = Path.of("unset");
  private List<String> config = List.of();
  private Cli.Said report = new Cli.Said(-1, "");
  private String imported = "";
  private SimulatorProcess providers;
  private Simulator simulator;
  private Server server;

  @BeforeAll
  void moveIn(@TempDir Path root) throws IOException {
    directory = root;
    try (InputStream in = ImportIT.class.getResourceAsStream(CONFIG)) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      config = text.lines().toList();
      Files.writeString(root.resolve(CONFIG), text);
    }
    providers = new SimulatorProcess(root);
    simulator = providers.simulator();
    report = Cli.alone(root).run("import", "litellm", CONFIG);
    assertThat(report.code()).as(report.text()).isZero();
    imported = Files.readString(root.resolve("breakwater.yaml"));
    VARIABLE
        .matcher(imported)
        .results()
        .map(it -> it.group(1))
        .forEach(name -> environment.put(name, value(name)));
    Files.writeString(root.resolve("moved.yaml"), moved(imported));
    server = Server.start(root, environment, "--config", "moved.yaml");
  }

  @AfterAll
  void stop() {
    server.close();
    providers.close();
  }

  @BeforeEach
  void everythingWorks() {
    simulator.heal();
    for (String other : List.of("azure", "bedrock")) {
      simulator.forget(other);
    }
  }

  private String value(String variable) {
    return switch (variable) {
      case "LITELLM_MASTER_KEY" -> MASTER_KEY;
      case "AZURE_SOUTH_BASE" -> simulator.url() + "/azure";
      // The only ones whose signature the simulator knows.
      case "BEDROCK_KEY_ID" -> "AKIDSIMULATED00000";
      case "BEDROCK_SECRET" -> "simulated-secret";
      default -> Secrets.MARK + "value-of-" + variable;
    };
  }

  /** The simulator's addresses in the place of the vendors'; nothing else is changed. */
  private String moved(String yaml) {
    String moved = yaml;
    for (Map.Entry<String, String> home : HOMES.entrySet()) {
      assertThat(moved).contains(home.getKey());
      moved =
          moved.replaceAll(
              "baseUrl: " + Pattern.quote(home.getKey()) + "\n",
              "baseUrl: " + simulator.url() + home.getValue() + "\n");
    }
    assertThat(moved).doesNotContain("https://");
    return moved;
  }

  @Test
  void theReportNamesTheLineOfEverythingAndNoSecret() {
    List<MatchResult> remarks =
        Pattern.compile("(?m)^  litellm\\.yaml:(\\d+): (.+?): ('gone')?.+$")
            .matcher(report.text())
            .results()
            .toList();
    assertThat(remarks).hasSizeGreaterThan(60);
    for (MatchResult remark : remarks) {
      int line = Integer.parseInt(remark.group(1));
      String there = remark.group(3) == null ? lastWord(remark.group(2)) : "gone";
      assertThat(around(line)).as(remark.group()).contains(there);
    }
    assertThat(report.text())
        .contains("taken over:", "approximated:", "not understood, left out:")
        .contains("28 of 31 models taken over")
        .contains("litellm_settings.callbacks: 'langfuse' hears of nothing from here")
        .contains("model pictures: is for 'image_generation'")
        .contains("'gone' is no model of model_list");
    Secrets.areNowhereIn(List.of(report.text(), imported));
    assertThat(report.text() + imported).doesNotContain("hooks.slack.com");
  }

  /** What a remark's last word stands in: its line, or for a section's value the line before. */
  private String around(int line) {
    return config.get(line - 2) + "\n" + config.get(line - 1);
  }

  /** Of {@code model chat, rpm} or {@code general_settings.alerting}. */
  private static String lastWord(String subject) {
    return subject.replaceFirst("^model_?", "").replaceFirst("^.*(, |settings\\.)", "").strip();
  }

  @Test
  void nothingIsOverwritten() {
    Cli.Said again = Cli.alone(directory).run("import", "litellm", CONFIG);
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.text()).contains("breakwater.yaml exists");
    Cli.Said nowhere = Cli.alone(directory).run("import", "litellm", "no.yaml", "--out", "x.yaml");
    assertThat(nowhere.code()).isEqualTo(1);
    assertThat(directory.resolve("x.yaml")).doesNotExist();
  }

  @Test
  void theCheckPassesOnceItsVariablesAreSet() {
    Cli.Said unset = Cli.alone(directory).run("check", "--config", "breakwater.yaml");
    assertThat(unset.code()).isEqualTo(2);
    assertThat(unset.text()).contains("OPENAI_API_KEY");

    Cli.Said checked =
        Cli.alone(directory, environment).run("check", "--config", "breakwater.yaml");
    assertThat(checked.code()).as(checked.text()).isZero();
    Secrets.areNowhereIn(List.of(unset.text(), checked.text()));
  }

  @Test
  void everyNameIsListed() {
    Set<String> given =
        config.stream()
            .filter(it -> it.startsWith("  - model_name: "))
            .map(it -> it.substring(it.indexOf(':') + 1).strip())
            .filter(it -> !it.contains("*"))
            .collect(Collectors.toCollection(TreeSet::new));
    given.removeAll(List.of("pictures", "speech", "gemini-at-google-cloud"));
    given.addAll(List.of("gpt-3.5-turbo", "hidden-name"));
    assertThat(given).hasSizeGreaterThan(20);
    List<String> listed =
        asked("GET", "/v1/models", "")
            .json()
            .get("data")
            .valueStream()
            .map(it -> it.get("id").asString())
            .toList();
    assertThat(listed).containsAll(given).doesNotContain("pictures", "speech");
  }

  @ParameterizedTest
  @CsvSource({
    "fast, openai, gpt-4o-mini, OPENAI_API_KEY",
    "gpt-3.5-turbo, openai, gpt-4o-mini, OPENAI_API_KEY",
    "gpt-4.1, openai, gpt-4.1, OPENAI_API_KEY",
    "claude, anthropic, claude-sonnet-4-5, ANTHROPIC_API_KEY",
    "hidden-name, anthropic, claude-sonnet-4-5, ANTHROPIC_API_KEY",
    "gemini, google, gemini-2.5-flash, GEMINI_API_KEY",
    "nova, bedrock, amazon.nova-pro-v1:0, BEDROCK_KEY_ID",
    "llama, openai, llama-3.3-70b-versatile, GROQ_API_KEY",
    "code, openai, devstral-medium-2507, MISTRAL_API_KEY",
    "qwen, openai, qwen/qwen3-235b-a22b, OPENROUTER_API_KEY",
    "house, openai, house-13b, HOSTED_VLLM_API_KEY",
    "house-summaries, openai, house-7b, HOSTED_VLLM_API_KEY",
    "careful, openai, openai/gpt-oss-120b, GROQ_API_KEY",
    "groq/whatever-comes, openai, whatever-comes, GROQ_API_KEY",
    "anthropic/claude-opus-4-1, anthropic, claude-opus-4-1, ANTHROPIC_API_KEY",
  })
  void aNameIsAnsweredByTheModelThatItMeant(
      String name, String provider, String model, String credential) {
    Http.Answer answer = chat(name);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    Simulator.Call call = simulator.onlyCall(provider);
    assertThat(call.model()).isEqualTo(model);
    assertThat(call.json().get("headers").toString())
        .contains(environment.get(credential))
        .doesNotContain(MASTER_KEY);
  }

  @Test
  void embeddingsAreMadeByTheirModel() {
    Http.Answer answer =
        asked("POST", "/v1/embeddings", "{\"model\": \"embed\", \"input\": \"a word\"}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(simulator.onlyCall("openai").model()).isEqualTo("text-embedding-3-small");
  }

  @Test
  void equalDeploymentsShareTheirName() {
    for (int number = 0; number < 40; number++) {
      assertThat(chat("chat").status()).isEqualTo(200);
    }
    List<String> azure =
        simulator.calls("azure").stream().map(it -> it.json().get("headers").toString()).toList();
    assertThat(azure).anyMatch(it -> it.contains(value("AZURE_NORTH_KEY")));
    assertThat(azure).anyMatch(it -> it.contains(value("AZURE_SOUTH_KEY")));
    assertThat(simulator.calls("openai")).isNotEmpty();
    assertThat(simulator.count("azure") + simulator.count("openai")).isEqualTo(40);
  }

  @Test
  void fallbacksHappenInTheirOrder() {
    simulator.script("openai", "{\"status\": 503}");
    Http.Answer second = chat("fast");
    assertThat(second.status()).as(second.body()).isEqualTo(200);
    assertThat(second.header("x-breakwater-provider")).isEqualTo("anthropic");
    assertThat(simulator.onlyCall("openai").model()).as("no retries").isEqualTo("gpt-4o-mini");
    assertThat(simulator.onlyCall("anthropic").model()).isEqualTo("claude-sonnet-4-5");

    simulator.script("anthropic", "{\"status\": 503}");
    Http.Answer third = chat("gpt-3.5-turbo");
    assertThat(third.header("x-breakwater-provider")).as(third.body()).isEqualTo("gemini");
    assertThat(simulator.onlyCall("google").model()).isEqualTo("gemini-2.5-flash");
  }

  @Test
  void aDeploymentOfALaterOrderIsAskedWhenTheFirstFails() {
    simulator.script("anthropic", "{\"status\": 503}");
    Http.Answer answer = chat("claude-small");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(simulator.onlyCall("bedrock").model())
        .isEqualTo("anthropic.claude-3-5-haiku-20241022-v1:0");
  }

  private Http.Answer chat(String model) {
    return asked(
        "POST",
        "/v1/chat/completions",
        "{\"model\": \"%s\", \"messages\": [{\"role\": \"user\", \"content\": \"hi\"}]}"
            .formatted(model));
  }

  private Http.Answer asked(String method, String path, String body) {
    return server.http().call(method, path, body, "Authorization", "Bearer " + MASTER_KEY);
  }
}
