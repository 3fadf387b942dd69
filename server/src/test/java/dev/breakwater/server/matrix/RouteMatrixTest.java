package dev.breakwater.server.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.server.Breakwater;
import dev.breakwater.server.api.DocumentCheck;
import dev.breakwater.server.config.Configuration;
import dev.breakwater.server.config.ConfigurationLoader;
import dev.breakwater.server.config.LoadOptions;
import dev.breakwater.server.config.Loaded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole server, every route of its document, every role: each cell is as the table says. */
class RouteMatrixTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "BREAKWATER_ADMIN_KEY",
          "bw-matrix-of-the-environment-admin",
          "BREAKWATER_API_KEY",
          "bw-matrix-of-the-environment-app",
          "BREAKWATER_HEALTH_INTERVAL",
          "0");

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  @TempDir private static Path directory;

  private static Breakwater server;

  @BeforeAll
  static void start() throws IOException {
    server = Breakwater.start(configuration(_ -> true), ENVIRONMENT);
    assertThat(call(Caller.REVOKED, "GET", "/v1/models", "").statusCode())
        .as("good before it is taken away")
        .isEqualTo(200);
    server.takeUp(configuration(caller -> caller != Caller.REVOKED), List.of());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Configuration configuration(Predicate<Caller> present) {
    StringBuilder yaml = new StringBuilder("keys:\n");
    for (Caller caller : Caller.values()) {
      if (present.test(caller)) {
        yaml.append(key(caller));
      }
    }
    LoadOptions options =
        new LoadOptions(
            Optional.empty(),
            OptionalInt.of(0),
            Optional.of(directory.resolve("data").toString()),
            true,
            OptionalInt.of(0),
            false);
    Loaded loaded =
        new ConfigurationLoader(ENVIRONMENT, options).load("matrix.yaml", yaml.toString());
    return switch (loaded) {
      case Loaded.Accepted accepted -> accepted.configuration();
      case Loaded.Rejected rejected -> throw new AssertionError(rejected.problems().toString());
    };
  }

  private static String key(Caller caller) {
    String start = "  - {name: %s, key: %s, ".formatted(caller.word(), caller.key());
    return switch (caller) {
      case OWNER, ADMIN, OPERATOR, BILLING ->
          start + "scopes: [admin, read], role: " + caller.word() + "}\n";
      case VIEWER -> start + "scopes: [read]}\n";
      case TENANT_ADMIN -> start + "scopes: [admin, read], tenant: acme}\n";
      case TENANT_VIEWER -> start + "scopes: [read], tenant: acme}\n";
      case INFERENCE, REVOKED -> start + "scopes: [inference]}\n";
      case EXPIRED -> start + "scopes: [inference, admin], expiresAt: 2020-01-01}\n";
      case NOBODY, WRONG -> "";
    };
  }

  private static HttpResponse<String> call(
      Caller caller, String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.started().port() + path))
            .timeout(Duration.ofSeconds(60))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (caller != Caller.NOBODY) {
      request.header("Authorization", "Bearer " + caller.key());
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return CLIENT.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode document() {
    return JsonMapper.shared().readTree(call(Caller.NOBODY, "GET", "/openapi.json", "").body());
  }

  @Test
  void theDocumentOfTheWholeServerIsOneThatToolsCanRead() {
    assertThat(DocumentCheck.check(document())).isEqualTo(RoleTable.routes().size());
  }

  @Test
  void everyCellIsAsTheTableSays() {
    RouteMatrix matrix =
        RouteMatrix.of(
            document(),
            (caller, method, path, body) -> call(caller, method, path, body).statusCode());

    assertThat(matrix.differences()).isEmpty();
    assertThat(matrix.gone()).as("routes of the table that are no more").isEmpty();
    assertThat(matrix.calls()).isGreaterThan(12 * 40);
  }

  /**
   * Whatever a client says of hosts, addresses and itself, its key alone says who it is. The
   * metrics are open to this machine; what seems to come by way of a proxy does not count as that.
   */
  @Test
  void forgedHeadersOpenNoCell() {
    RouteMatrix matrix =
        RouteMatrix.of(
            document(),
            (caller, method, path, body) ->
                call(
                        caller,
                        method,
                        path,
                        body,
                        "X-Forwarded-For",
                        "127.0.0.1",
                        "Forwarded",
                        "for=127.0.0.1;host=localhost;proto=https",
                        "X-Forwarded-Host",
                        "localhost",
                        "X-Forwarded-Proto",
                        "https",
                        "X-Real-IP",
                        "127.0.0.1",
                        "X-Original-URL",
                        "/livez",
                        "X-HTTP-Method-Override",
                        "GET",
                        "X-Breakwater-Tenant",
                        "default",
                        "X-Breakwater-Role",
                        "owner")
                    .statusCode());

    assertThat(matrix.differences())
        .allMatch(it -> it.startsWith("GET /metrics by ") && !it.contains(": 2"))
        .extracting(it -> it.substring("GET /metrics by ".length(), it.indexOf(':')))
        .containsExactly(
            "billing",
            "tenant-admin",
            "tenant-viewer",
            "inference",
            "nobody",
            "expired",
            "revoked",
            "wrong");
  }

  @Test
  void aRefusalSaysWhyInASentence() {
    assertThat(call(Caller.ADMIN, "POST", "/v1/chat/completions", "{}").body())
        .contains("is for administration");
    assertThat(call(Caller.INFERENCE, "GET", "/api/admin/requests", "").body())
        .contains("has the role inference")
        .contains("takes the right read-usage");
  }
}
