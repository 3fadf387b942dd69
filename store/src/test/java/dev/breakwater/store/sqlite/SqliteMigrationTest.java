package dev.breakwater.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.store.sql.Contents;
import dev.breakwater.store.sql.KilledProcess;
import dev.breakwater.store.sql.Migrated;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A file of any earlier version becomes one of this version, whatever happens on the way. */
class SqliteMigrationTest {
  private static final int MOST_ROUNDS = 40;
  private static final int KILLS = Integer.getInteger("breakwater.migrationKills", 1);

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("breakwater.db");
  }

  static Stream<Integer> earlier() {
    return Schema.SCRIPTS.stream().map(Schema::version).filter(it -> it < Schema.VERSION);
  }

  @ParameterizedTest(name = "from version {0}")
  @MethodSource("earlier")
  void everyRowOfAnEarlierVersionIsThereInThis(int version) throws Exception {
    Map<String, List<Map<String, String>>> before = make(file, version);
    SqliteDatabase.open(file).close();
    Migrated.hasKept(before, rows(file));
    assertThat(shape(file)).isEqualTo(fresh());
  }

  @Test
  @Timeout(180)
  void aMigrationThatWasKilledGoesOnAtTheNextStart() throws Exception {
    int first = Schema.version(Schema.SCRIPTS.getFirst());
    Map<String, Map<String, String>> fresh = fresh();
    SplittableRandom random = new SplittableRandom(7);
    Duration whole = Duration.ofMillis(400);
    int halfWay = 0;
    for (int round = 0; round < MOST_ROUNDS && halfWay < KILLS; round++) {
      Path killed = directory.resolve("killed-" + round + ".db");
      Map<String, List<Map<String, String>>> before = make(killed, first);
      long micros = random.nextLong(whole.toNanos() / 1000);
      boolean struck = KilledProcess.killAfter(micros, Opens.class, killed.toString());
      if (!struck) {
        whole = Duration.ofNanos(Math.max(20_000_000, micros * 1000));
      } else if (version(killed) > first) {
        halfWay++;
      } else {
        whole = whole.multipliedBy(5).dividedBy(4);
      }
      SqliteDatabase.open(killed).close();
      Migrated.hasKept(before, rows(killed));
      assertThat(shape(killed)).isEqualTo(fresh);
    }
    assertThat(halfWay).as("killed between two steps or in one").isEqualTo(KILLS);
  }

  private Map<String, Map<String, String>> fresh() throws SQLException {
    Path other = directory.resolve("fresh.db");
    SqliteDatabase.open(other).close();
    return shape(other);
  }

  private static Map<String, List<Map<String, String>>> make(Path file, int version)
      throws Exception {
    assertThat(Files.exists(file)).isFalse();
    Schema.flyway(SqliteDatabase.source(file), Integer.toString(version)).migrate();
    try (Connection connection = SqliteDatabase.source(file).getConnection()) {
      Contents contents = new Contents(connection);
      contents.fill();
      return contents.rows();
    }
  }

  private static Map<String, List<Map<String, String>>> rows(Path file) throws SQLException {
    try (Connection connection = SqliteDatabase.source(file).getConnection()) {
      return new Contents(connection).rows();
    }
  }

  private static Map<String, Map<String, String>> shape(Path file) throws SQLException {
    try (Connection connection = SqliteDatabase.source(file).getConnection()) {
      return new Contents(connection).shape();
    }
  }

  private static int version(Path file) throws SQLException {
    try (Connection connection = SqliteDatabase.source(file).getConnection()) {
      return Migrated.version(connection);
    }
  }

  /** The process that is killed while it brings a file up to date. */
  static final class Opens {
    private Opens() {}

    public static void main(String[] arguments) throws Exception {
      // What a first migration has to load is loaded before it counts.
      Path warm = Files.createTempDirectory("breakwater-warm").resolve("warm.db");
      Schema.flyway(SqliteDatabase.source(warm), "2").migrate();
      System.out.println("go");
      System.out.flush();
      SqliteDatabase.open(Path.of(arguments[0])).close();
      System.out.println("done");
    }
  }
}
