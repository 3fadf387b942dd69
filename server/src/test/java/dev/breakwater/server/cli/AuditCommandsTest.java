package dev.breakwater.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.breakwater.operations.audit.AuditSeal;
import dev.breakwater.operations.audit.AuditTrail;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.changes.Change;
import dev.breakwater.server.data.AuditHeadFile;
import dev.breakwater.server.data.DataDirectory;
import dev.breakwater.server.data.OwnSecrets;
import dev.breakwater.store.sql.SqlAudit;
import dev.breakwater.store.sql.SqlGeneratedSecrets;
import dev.breakwater.store.sqlite.SqliteDatabase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditCommandsTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));

  @TempDir private Path directory;

  private final Map<String, String> environment = new TreeMap<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("audit"));
    all.addAll(List.of(arguments));
    Path file = directory.resolve("b.yaml");
    if (!Files.exists(file)) {
      Files.writeString(file, "timezone: UTC\n");
    }
    all.addAll(List.of("--config", file.toString(), "--data", data().toString()));
    return CommandsTest.commands(environment)
        .run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
  }

  private Path data() {
    return directory.resolve("data");
  }

  /** What a server leaves behind that has recorded three changes. */
  private void leaveThree() throws IOException {
    try (DataDirectory held = DataDirectory.hold(data());
        SqliteDatabase database = SqliteDatabase.open(held.database())) {
      byte[] key = new OwnSecrets(new SqlGeneratedSecrets(database), held.vault()).auditKey(CLOCK);
      AtomicInteger number = new AtomicInteger();
      AuditTrail trail =
          AuditTrail.open(
              new SqlAudit(database),
              new AuditSeal(key),
              AuditHeadFile.in(held.path()),
              CLOCK,
              () -> "aud_" + number.incrementAndGet());
      for (String model : List.of("a", "b", "c")) {
        trail.append(new Change(Actor.SYSTEM, "price.set", "openai/" + model, "", "", "{}"));
      }
    }
  }

  @Test
  void aWholeChainIsSaidToBeWholeAndLeftAsItIs() throws IOException {
    leaveThree();
    String head = Files.readString(data().resolve("audit-head"));
    assertThat(run("verify")).as(err.toString()).isZero();
    String place = head.substring(0, head.indexOf(' '));
    assertThat(out.toString()).contains("whole: 3 entries; head " + place);
    assertThat(run("verify", "--expect", place)).isZero();
    assertThat(run("verify", "--expect", place.replace("3:", "4:"))).isEqualTo(1);
    assertThat(err.toString()).contains("broken at entry 4: the place that was to be expected");
    assertThat(Files.readString(data().resolve("audit-head"))).isEqualTo(head);
  }

  @Test
  void theFirstBrokenLinkIsNamed() throws Exception {
    leaveThree();
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + data().resolve("breakwater.db"));
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("UPDATE audit_entries SET object = 'x' WHERE sequence = 2");
    }
    assertThat(run("verify")).isEqualTo(1);
    assertThat(err.toString()).contains("broken at entry 2 (aud_2): its content does not fit");
    assertThat(run("verify", "--json")).isEqualTo(1);
    assertThat(out.toString()).contains("\"valid\" : false");
  }

  @Test
  void entriesAreListedNewestFirst() throws IOException {
    leaveThree();
    assertThat(run("list", "--limit", "2", "--action", "price.*")).as(err.toString()).isZero();
    assertThat(out.toString().lines().map(line -> line.substring(line.lastIndexOf(' ') + 1)))
        .containsExactly("openai/c", "openai/b");
    assertThat(run("list", "--limit", "0")).isEqualTo(1);
    assertThat(err.toString()).contains("'limit' has to be a whole number");
  }

  @Test
  void withoutAKeyNothingIsMade() throws IOException {
    assertThat(run("verify")).isEqualTo(1);
    assertThat(err.toString()).contains("there is no audit in");
    assertThat(data()).doesNotExist();
    leaveThree();
    Files.delete(data().resolve("master.key"));
    assertThat(run("verify")).isEqualTo(1);
    assertThat(err.toString()).contains("there is no master.key");
    assertThat(data().resolve("master.key")).doesNotExist();
  }

  @Test
  void aServerThatHoldsTheFilesIsAsked() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    List<String> asked = new ArrayList<>();
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().toString());
          byte[] body =
              "{\"valid\":true,\"entries\":1,\"first\":1,\"head\":\"1:ab\"}"
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    Files.writeString(
        directory.resolve("b.yaml"), "server: {port: " + server.getAddress().getPort() + "}\n");
    try (DataDirectory held = DataDirectory.hold(data())) {
      assertThat(run("verify", "--expect", "1:ab")).as(err.toString()).isZero();
      assertThat(asked).containsExactly("/api/admin/audit/verify?expect=1%3Aab");
      assertThat(out.toString()).contains("whole: 1 entry; head 1:ab");
      assertThat(held.path()).isEqualTo(data());
    } finally {
      server.stop(0);
    }
  }
}
