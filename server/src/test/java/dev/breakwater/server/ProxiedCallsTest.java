package dev.breakwater.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.server.config.Configuration;
import dev.breakwater.server.config.ConfigurationLoader;
import dev.breakwater.server.config.LoadOptions;
import dev.breakwater.server.config.Loaded;
import java.io.IOException;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What forwarded calls are taken for, with a trusted proxy on this machine and without one. */
class ProxiedCallsTest {
  private static final String KEY = "an-owner-for-these-tests";
  private static final String TRUSTING = "server: {trustedProxies: [127.0.0.1]}\n";
  private static final String CLIENT = "203.0.113.9";
  private static final String SIGN_IN = "{\"login\": \"ann\", \"password\": \"correct horse ok\"}";

  @TempDir private Path directory;
  private Breakwater server;
  private HttpClient client;

  @BeforeEach
  void start() throws IOException {
    Map<String, String> environment = Map.of("BREAKWATER_ADMIN_KEY", KEY);
    server = Breakwater.start(configuration(""), environment);
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private Configuration configuration(String text) {
    LoadOptions options =
        new LoadOptions(
            Optional.empty(),
            OptionalInt.of(0),
            Optional.of(directory.resolve("data").toString()),
            true,
            OptionalInt.of(0),
            false);
    Loaded loaded = new ConfigurationLoader(Map.of(), options).load("breakwater.yaml", text);
    return ((Loaded.Accepted) loaded).configuration();
  }

  private HttpResponse<String> call(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.started().port() + path))
            .timeout(Duration.ofSeconds(60))
            .header("content-type", "application/json")
            .method(method, BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private int metrics(String... headers) throws Exception {
    return call("GET", "/metrics", "", headers).statusCode();
  }

  private String cookie(String... headers) throws Exception {
    HttpResponse<String> answer = call("POST", "/api/auth/sign-in", SIGN_IN, headers);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.headers().firstValue("set-cookie").orElseThrow();
  }

  private void makeAnn() throws Exception {
    String ann = SIGN_IN.replace("}", ", \"role\": \"viewer\"}");
    assertThat(call("POST", "/api/admin/users", ann, "x-api-key", KEY).statusCode()).isEqualTo(201);
  }

  @Test
  void whatIsOpenToThisMachineIsClosedToWhomeverAProxyOnItForwards() throws Exception {
    assertThat(metrics()).isEqualTo(200);
    assertThat(metrics("X-Forwarded-For", CLIENT)).isEqualTo(401);
    server.takeUp(configuration(TRUSTING), List.of());
    assertThat(metrics()).isEqualTo(200);
    assertThat(metrics("X-Forwarded-For", CLIENT)).isEqualTo(401);
    assertThat(metrics("X-Forwarded-For", "127.0.0.1")).isEqualTo(401);
  }

  @Test
  void aCookieIsKeptToHttpsWhenATrustedProxySaysSoAndNotWhenAnybodyElseDoes() throws Exception {
    makeAnn();
    assertThat(cookie("X-Forwarded-Proto", "https")).doesNotContain("Secure");
    server.takeUp(configuration(TRUSTING), List.of());
    assertThat(cookie("X-Forwarded-Proto", "https")).endsWith("; Secure");
    assertThat(cookie("X-Forwarded-Proto", "http")).doesNotContain("Secure");
    assertThat(cookie()).doesNotContain("Secure");
  }

  @Test
  void wrongKeysCountForTheForwardedAddressOnlyOnATrustedProxysWord() throws Exception {
    server.takeUp(configuration(TRUSTING), List.of());
    for (int attempt : IntStream.range(0, 21).toArray()) {
      call("GET", "/v1/models", "", "x-api-key", "wrong-" + attempt, "X-Forwarded-For", CLIENT);
    }
    assertThat(wrong(CLIENT)).as("who tried too many").isEqualTo(429);
    assertThat(wrong("203.0.113.10")).as("another behind the same proxy").isEqualTo(401);
    server.takeUp(configuration(""), List.of());
    assertThat(wrong(CLIENT)).as("nobody is believed any more").isEqualTo(401);
  }

  private int wrong(String address) throws Exception {
    return call("GET", "/v1/models", "", "x-api-key", "wrong", "X-Forwarded-For", address)
        .statusCode();
  }
}
