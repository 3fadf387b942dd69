package dev.breakwater.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Commands for keys, people and secrets, at a server that answers as it is told. */
class AdminCommandsTest {
  private static final String MADE =
      "{\"id\":\"key_1\",\"name\":\"app\",\"tenant\":\"acme\",\"key\":\"bw_secret\"}";

  private final HttpServer server;
  private final List<String> asked = new ArrayList<>();
  private final Deque<String> answers = new ArrayDeque<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private int status = 200;

  AdminCommandsTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
    assertThat(exchange.getRequestHeaders().getFirst("Authorization")).isEqualTo("Bearer admin");
    byte[] bytes = answers.removeFirst().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private int run(String command, String... typed) {
    Map<String, String> environment =
        Map.of(
            "BREAKWATER_URL",
            "http://127.0.0.1:" + server.getAddress().getPort() + "/",
            "BREAKWATER_ADMIN_KEY",
            "admin");
    return CommandsTest.commands(environment, typed)
        .run(new PrintWriter(out), new PrintWriter(err), command.split(" "));
  }

  @Test
  void aKeyIsMadeAsAskedAndStandsAloneOnTheStandardOutput() {
    answers.add(MADE);
    assertThat(
            run(
                "key create --name app --tenant acme --environment staging --scopes inference,read"
                    + " --role viewer --models openai/a,openai/b --expires-at 2030-01-31"
                    + " --tags team=search,stage=pilot"))
        .as(err.toString())
        .isZero();
    assertThat(asked)
        .containsExactly(
            "POST /api/admin/keys {\"name\":\"app\",\"tenant\":\"acme\",\"environment\":\"staging\","
                + "\"scopes\":[\"inference\",\"read\"],\"role\":\"viewer\","
                + "\"models\":[\"openai/a\",\"openai/b\"],\"expiresAt\":\"2030-01-31\","
                + "\"tags\":{\"team\":\"search\",\"stage\":\"pilot\"}}");
    assertThat(out.toString().lines()).containsExactly("bw_secret");
    assertThat(err.toString()).contains("key_1 is the key 'app' of the tenant acme");
  }

  @Test
  void whatIsNotSaidIsLeftToTheServer() {
    answers.add(MADE);
    assertThat(run("key create --name app --json")).isZero();
    assertThat(asked).containsExactly("POST /api/admin/keys {\"name\":\"app\"}");
    assertThat(out.toString()).contains("\"key\" : \"bw_secret\"");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aRefusalIsOneLineThatNamesTheField() {
    status = 422;
    answers.add("{\"status\":422,\"detail\":\"There is none.\",\"field\":\"tenant\"}");
    assertThat(run("key create --name app --tenant nowhere")).isEqualTo(1);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .endsWith("/api/admin/keys answered 422: tenant: There is none.");
    status = 403;
    answers.add("{\"status\":403,\"detail\":\"'app' has the role viewer.\"}");
    assertThat(run("secrets rotate")).isEqualTo(1);
    assertThat(err.toString()).contains("answered 403: 'app' has the role viewer.");
    status = 502;
    answers.add("<html>Bad gateway</html>");
    assertThat(run("user list")).isEqualTo(1);
    assertThat(err.toString()).contains("/api/admin/users answered 502");
  }

  @Test
  void listsAreReadPageByPage() {
    answers.add("{\"keys\":[{\"id\":\"key_1\",\"name\":\"app\"}],\"nextCursor\":\"a+b\"}");
    answers.add(
        "{\"keys\":[{\"id\":\"key_22\",\"name\":\"b\",\"scopes\":[\"admin\",\"read\"]}],"
            + "\"nextCursor\":null}");
    assertThat(run("key list --tenant acme")).as(err.toString()).isZero();
    assertThat(asked)
        .containsExactly(
            "GET /api/admin/keys?tenant=acme&limit=1000 ",
            "GET /api/admin/keys?tenant=acme&limit=1000&cursor=a%2Bb ");
    assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "ID NAME TENANT ENVIRONMENT ROLE SCOPES STATUS EXPIRES ORIGIN PREFIX",
            "key_1 app - - - - - - - -",
            "key_22 b - - - admin,read - - - -");
  }

  @Test
  void keysAreRotatedAndRevokedByTheirIds() {
    answers.add(MADE);
    answers.add(MADE);
    answers.add("{\"id\":\"a/b\",\"name\":\"app\",\"revokedAt\":\"2026-01-31T00:00:00Z\"}");
    assertThat(run("key rotate key_0")).isZero();
    assertThat(run("key rotate key_0 --overlap 0s")).isZero();
    assertThat(run("key revoke a/b")).isZero();
    assertThat(asked)
        .containsExactly(
            "POST /api/admin/keys/key_0/rotate {\"overlap\":\"24h\"}",
            "POST /api/admin/keys/key_0/rotate {\"overlap\":\"0s\"}",
            "POST /api/admin/keys/a%2Fb/revoke ");
    assertThat(out.toString()).contains("a/b ('app') is revoked since 2026-01-31");
  }

  @Test
  void aPasswordIsTypedTwiceOrPiped() {
    assertThat(run("user create --login ann --role owner", "one password", "another one"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("not the same twice");
    assertThat(run("user create --login ann --role owner")).isEqualTo(2);
    assertThat(err.toString()).contains("pipe it to --password-stdin");
    assertThat(asked).isEmpty();
    String ann = "{\"id\":\"usr_1\",\"login\":\"ann\",\"role\":\"owner\"}";
    answers.add(ann);
    answers.add(ann);
    assertThat(run("user create --login ann --role owner", "the password", "the password"))
        .isZero();
    assertThat(run("user create --login ann --role viewer --tenant t --password-stdin", "piped"))
        .isZero();
    assertThat(asked)
        .containsExactly(
            "POST /api/admin/users"
                + " {\"login\":\"ann\",\"role\":\"owner\",\"password\":\"the password\"}",
            "POST /api/admin/users {\"login\":\"ann\",\"role\":\"viewer\",\"password\":\"piped\","
                + "\"tenant\":\"t\"}");
    assertThat(out + "" + err).contains("usr_1 is ann, owner").doesNotContain("piped\n");
  }

  @Test
  void somebodyIsDisabledByTheLogin() {
    String listed =
        "{\"users\":[{\"id\":\"usr_1\",\"login\":\"bob\"},"
            + "{\"id\":\"usr_2\",\"login\":\"ann\"}],\"nextCursor\":null}";
    answers.add(listed);
    answers.add("{\"id\":\"usr_2\",\"login\":\"ann\",\"disabled\":true}");
    assertThat(run("user disable Ann")).as(err.toString()).isZero();
    assertThat(asked.getLast()).isEqualTo("PUT /api/admin/users/usr_2 {\"disabled\":true}");
    answers.add(listed);
    assertThat(run("user disable carl")).isEqualTo(1);
    assertThat(err.toString()).contains("there is nobody with the login or id 'carl'");
  }

  @Test
  void secretsAreSealedAnewAndCounted() {
    answers.add("{\"madeKey\":true,\"keyId\":\"0a1b\",\"resealed\":7}");
    assertThat(run("secrets rotate")).as(err.toString()).isZero();
    assertThat(asked).containsExactly("POST /api/admin/secrets/rotate ");
    assertThat(out.toString()).contains("7 secrets sealed under the new master key 0a1b");
  }
}
