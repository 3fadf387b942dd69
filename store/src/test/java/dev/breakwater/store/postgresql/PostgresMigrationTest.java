package dev.breakwater.store.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.store.sql.Contents;
import dev.breakwater.store.sql.KilledProcess;
import dev.breakwater.store.sql.Migrated;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A database of any earlier version becomes one of this version, whatever happens on the way. */
class PostgresMigrationTest {
  private static final int MOST_ROUNDS = 40;
  private static final int KILLS = Integer.getInteger("breakwater.migrationKills", 1);

  static Stream<Integer> earlier() {
    return PostgresSchema.SCRIPTS.stream()
        .map(PostgresSchema::version)
        .filter(it -> it < PostgresSchema.VERSION && it >= first());
  }

  /** The first in which there is a table: the one before it only names things. */
  private static int first() {
    return PostgresSchema.version(PostgresSchema.SCRIPTS.get(1));
  }

  @ParameterizedTest(name = "from version {0}")
  @MethodSource("earlier")
  void everyRowOfAnEarlierVersionIsThereInThis(int version) throws Exception {
    String name = TestPostgres.empty();
    Map<String, List<Map<String, String>>> before = make(name, version);
    TestPostgres.open(name).close();
    Migrated.hasKept(before, rows(name));
    assertThat(shape(name)).isEqualTo(fresh());
    TestPostgres.drop(name);
  }

  @Test
  @Timeout(180)
  void aMigrationThatWasKilledGoesOnAtTheNextStart() throws Exception {
    Map<String, Map<String, String>> fresh = fresh();
    SplittableRandom random = new SplittableRandom(11);
    Duration whole = Duration.ofMillis(400);
    int halfWay = 0;
    for (int round = 0; round < MOST_ROUNDS && halfWay < KILLS; round++) {
      String name = TestPostgres.empty();
      Map<String, List<Map<String, String>>> before = make(name, first());
      long micros = random.nextLong(whole.toNanos() / 1000);
      boolean struck =
          KilledProcess.killAfter(
              micros, Opens.class, TestPostgres.settings(name).url(), TestPostgres.empty());
      if (!struck) {
        whole = Duration.ofNanos(Math.max(20_000_000, micros * 1000));
      } else if (version(name) > first()) {
        halfWay++;
      } else {
        whole = whole.multipliedBy(5).dividedBy(4);
      }
      TestPostgres.open(name).close();
      Migrated.hasKept(before, rows(name));
      assertThat(shape(name)).isEqualTo(fresh);
      TestPostgres.drop(name);
    }
    assertThat(halfWay).as("killed between two steps or in one").isEqualTo(KILLS);
  }

  private static Map<String, Map<String, String>> fresh() throws SQLException {
    String name = TestPostgres.fresh();
    try {
      return shape(name);
    } finally {
      TestPostgres.drop(name);
    }
  }

  private static Map<String, List<Map<String, String>>> make(String name, int version)
      throws SQLException {
    PostgresSchema.flyway(
            PostgresConnections.forMigrations(TestPostgres.settings(name)),
            Integer.toString(version))
        .migrate();
    try (Connection connection = TestPostgres.connect(name)) {
      Contents contents = new Contents(connection);
      contents.fill();
      return contents.rows();
    }
  }

  private static Map<String, List<Map<String, String>>> rows(String name) throws SQLException {
    try (Connection connection = TestPostgres.connect(name)) {
      return new Contents(connection).rows();
    }
  }

  private static Map<String, Map<String, String>> shape(String name) throws SQLException {
    try (Connection connection = TestPostgres.connect(name)) {
      return new Contents(connection).shape();
    }
  }

  private static int version(String name) throws SQLException {
    try (Connection connection = TestPostgres.connect(name)) {
      return Migrated.version(connection);
    }
  }

  /** The process that is killed while it brings a database up to date. */
  static final class Opens {
    private Opens() {}

    public static void main(String[] arguments) {
      String url = arguments[0];
      // What a first migration has to load is loaded before it counts.
      String warm = url.substring(0, url.lastIndexOf('/') + 1) + arguments[1];
      PostgresSchema.flyway(PostgresConnections.forMigrations(settings(warm)), "4").migrate();
      System.out.println("go");
      System.out.flush();
      PostgresDatabase.open(settings(url), TestPostgres.CLOCK).close();
      System.out.println("done");
    }

    private static PostgresSettings settings(String url) {
      return new PostgresSettings(
          url, Optional.of("postgres"), Optional.empty(), PostgresSettings.DEFAULT_POOL);
    }
  }
}
