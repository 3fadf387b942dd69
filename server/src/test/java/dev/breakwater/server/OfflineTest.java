package dev.breakwater.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.server.cli.Commands;
import dev.breakwater.server.cli.Typed;
import dev.breakwater.server.data.DataDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on the files of a server that does not run. */
class OfflineTest {
  @TempDir private Path directory;

  private String out = "";
  private String err = "";

  @BeforeEach
  void aServerHasRunHere() throws IOException {
    Files.writeString(directory.resolve("b.yaml"), "server: {port: 1}\n");
    DataDirectory.hold(directory.resolve("data")).close();
  }

  private int run(String command, String... typed) {
    List<String> all = new ArrayList<>(List.of(command.split(" ")));
    all.addAll(List.of("--config", directory.resolve("b.yaml").toString()));
    all.addAll(List.of("--data", directory.resolve("data").toString()));
    StringWriter said = new StringWriter();
    StringWriter complained = new StringWriter();
    int code =
        new Commands(Map.of(), (_, _) -> 0, _ -> 0, _ -> 1, new Offline(Map.of()), new Typed(typed))
            .run(new PrintWriter(said), new PrintWriter(complained), all.toArray(String[]::new));
    out = said.toString();
    err = complained.toString();
    return code;
  }

  @Test
  void keysAreMadeAndEndedAndThatIsRecorded() {
    assertThat(run("key create --name app --expires-at 2999-01-01")).as(err).isZero();
    assertThat(out).startsWith("bw_");
    String material = out.strip();
    assertThat(run("key list")).isZero();
    List<String> rows = out.lines().toList();
    assertThat(rows).as("no key is made beside the one").hasSize(2);
    assertThat(rows.getLast()).contains("app", "active", "2999-01-01").doesNotContain(material);
    String id = rows.getLast().substring(0, rows.getLast().indexOf(' '));
    assertThat(run("key revoke " + id)).as(err).isZero();
    assertThat(run("key list")).isZero();
    assertThat(out).contains("revoked");
    assertThat(run("audit list")).isZero();
    assertThat(out.lines().map(line -> line.replaceAll(" +", " ").replaceFirst("^\\S+ ", "")))
        .containsExactly("breakwater key.revoke " + id, "breakwater key.create " + id);
    assertThat(run("audit verify")).as(err).isZero();
  }

  @Test
  void theSameRulesHold() {
    assertThat(run("key create --name app --tenant nowhere")).isEqualTo(1);
    assertThat(err).contains("answered 422", "tenant", "nowhere");
    assertThat(run("user create --login ann --role owner --password-stdin", "short")).isEqualTo(1);
    assertThat(err).contains("answered 422: password: has to have 12");
    assertThat(run("key list")).isZero();
    assertThat(out.lines()).hasSize(1);
  }

  @Test
  void theFirstOwnerIsMade() {
    assertThat(run("user create --login ann --role owner --password-stdin", "a password of words"))
        .as(err)
        .isZero();
    assertThat(run("user list")).isZero();
    assertThat(out).contains("ann", "owner", "active").doesNotContain("a password of words");
    assertThat(run("user disable ann")).isEqualTo(1);
    assertThat(err).contains("answered 409", "the last owner");
  }

  @Test
  void aNewBeginningOfTheAuditIsAcknowledged() throws Exception {
    assertThat(run("key create --name a")).as(err).isZero();
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("data/breakwater.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM audit_head");
    }
    assertThat(run("key create --name b")).as(err).isZero();
    assertThat(run("audit verify")).isEqualTo(1);
    assertThat(err).contains("broken at entry 2", "begun anew here", "acknowledge it");
    assertThat(run("audit acknowledge 3 --reason why")).isEqualTo(1);
    assertThat(err).contains("answered 404", "not begun anew at entry 3");
    assertThat(run("audit acknowledge 2 --reason copied-without-its-head")).as(err).isZero();
    assertThat(out).contains("Entry 2 is acknowledged by entry 4 (aud_");
    assertThat(run("audit verify")).as(err).isZero();
    assertThat(run("audit list --action audit.acknowledge")).isZero();
    assertThat(out.lines()).hasSize(1);
  }

  @Test
  void whereAServerRunsOrNoneEverRanTheFilesAreLeftAlone() throws IOException {
    try (DataDirectory held = DataDirectory.hold(directory.resolve("data"))) {
      assertThat(run("key create --name app")).isEqualTo(1);
      assertThat(err).contains("no server answers at http://127.0.0.1:1");
      assertThat(held.database()).doesNotExist();
    }
    assertThat(run("secrets rotate")).isEqualTo(1);
    assertThat(err).contains("no server answers at http://127.0.0.1:1");
    Files.delete(directory.resolve("data/lock"));
    assertThat(run("key create --name app")).isEqualTo(1);
    assertThat(err).contains("no server answers at http://127.0.0.1:1");
  }
}
