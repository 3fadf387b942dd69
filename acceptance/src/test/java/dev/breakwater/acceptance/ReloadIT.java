package dev.breakwater.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** A configuration that is broken in every way, and mended, while callers ask without pause. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class ReloadIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int CALLERS = 6;

  /** Of each caller, while what is tried lasts. */
  private static final int ROUNDS = 3;

  /** What a file becomes, and the key that is said to be broken. */
  enum Broken {
    SYNTAX("") {
      @Override
      String of(String good) {
        return good.replace("    maxRetries", "\tmaxRetries");
      }
    },
    UNKNOWN_KEY(", chains.production.maxRetrys") {
      @Override
      String of(String good) {
        return good.replace("maxRetries", "maxRetrys");
      }
    },
    WRONG_VALUE(", chains.production.maxRetries") {
      @Override
      String of(String good) {
        return good.replace("maxRetries: 0", "maxRetries: none");
      }
    },
    UNKNOWN_PROVIDER(", chains.production.primary") {
      @Override
      String of(String good) {
        return good.replaceFirst("primary: \\w+/", "primary: nobody/");
      }
    },
    CUT_IN_A_LINE("") {
      @Override
      String of(String good) {
        return good.substring(0, good.lastIndexOf("key-of"));
      }
    },
    EMPTY("") {
      @Override
      String of(String good) {
        return "";
      }
    },
    HUGE("") {
      @Override
      String of(String good) {
        return "#".repeat(10_000_000) + "\n" + good;
      }
    };

    private final String key;

    Broken(String key) {
      this.key = key;
    }

    abstract String of(String good);

    /** The place where it differs from the good one, as everybody is told. */
    String told(String good) {
      String broken = of(good);
      int same = Arrays.mismatch(good.toCharArray(), broken.toCharArray());
      long line = 1 + good.substring(0, same).chars().filter(it -> it == '\n').count();
      return "broken at line " + line + key + ";";
    }
  }

  private Path file = Path.of("unset");
  private SimulatorProcess providers;
  private Server server;
  private Callers callers;
  private int edition;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    file = directory.resolve("breakwater.yaml");
    providers = new SimulatorProcess(directory);
    Files.writeString(file, good());
    server = Server.start(directory, Map.of(), "--config", file.toString());
    callers = new Callers(server, CALLERS);
  }

  @AfterAll
  void stop() {
    callers.close();
    server.close();
    providers.close();
    System.out.printf("%d requests over %d files%n", callers.answered(), edition + 1);
  }

  /** The file of now: each edition has another primary and a route of its own. */
  private String good() {
    return """
    providers:
    %s%schains:
      production:
        primary: %s/gpt-4o-mini
        fallbacks: []
        maxRetries: 0
    routes:
      %s: {targets: [openai/gpt-4o-mini]}
    keys:
      - {name: other, key: "%skey-of-somebody-else"}
    """
        .formatted(
            providers.provider("openai"),
            providers.provider("anthropic"),
            primary(),
            route(),
            Secrets.MARK);
  }

  private String primary() {
    return edition % 2 == 0 ? "openai" : "anthropic";
  }

  private String route() {
    return "edition-" + edition;
  }

  @ParameterizedTest
  @EnumSource
  void aBrokenFileIsNamedByLineAndKeyAndFailsNoRequest(Broken broken) throws Exception {
    String text = broken.of(good());
    whileBroken(broken.told(good()), () -> Files.writeString(file, text));
  }

  @Test
  void aFileThatIsGoneFailsNoRequest() throws Exception {
    whileBroken("broken at line 1;", () -> Files.deleteIfExists(file));
    assertThat(server.child().printed()).contains(file + " does not exist");
  }

  /** What held before goes on holding until the file is mended, and then what the file says. */
  private void whileBroken(String told, Callable<?> breakIt) throws Exception {
    callers.answerers();
    int before = callers.answered();
    breakIt.call();
    Awaitility.await(told)
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(warnings()).contains(told));
    assertThat(server.http().get("/metrics").body()).contains("breakwater_configuration_valid 0.0");
    theLastGoodOneHolds(before);

    edition++;
    int mended = callers.answered();
    Files.writeString(file, good());
    Awaitility.await("mended").atMost(PATIENCE).until(() -> warnings().isEmpty());
    assertThat(server.http().get("/metrics").body()).contains("breakwater_configuration_valid 1.0");
    // Until whoever was being answered then has asked again.
    callers.awaitRounds(2);
    callers.answerers();
    theLastGoodOneHolds(mended);
  }

  private void theLastGoodOneHolds(int before) {
    callers.awaitRounds(ROUNDS);
    assertThat(callers.failures()).isEmpty();
    assertThat(callers.answered()).isGreaterThanOrEqualTo(before + ROUNDS * CALLERS);
    assertThat(callers.answerers()).isEqualTo(Set.of(primary()));
    assertThat(asked(route()).status()).isEqualTo(200);
    assertThat(asked("edition-" + (edition + 1)).status()).isEqualTo(404);
  }

  private Http.Answer asked(String model) {
    return server.chat(
        "{\"model\": \"%s\", \"messages\": [{\"role\": \"user\", \"content\": \"hi\"}]}"
            .formatted(model));
  }

  private String warnings() {
    Http.Answer ready = server.http().get("/readyz");
    assertThat(ready.status()).as(ready.body()).isEqualTo(200);
    JsonNode warnings = ready.json().get("warnings");
    return warnings == null ? "" : warnings.toString();
  }
}
