package dev.breakwater.store.sql;

import dev.breakwater.operations.keys.KeysInForce;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.sql.PreparedStatement;
import java.util.Random;

/**
 * How long a hundred thousand keys take to load and how much room they need, on each database. Run
 * by hand: it prints and asserts nothing.
 */
public final class KeyLoadBenchmark {
  private static final int KEYS = 100_000;
  private static final int ROUNDS = 5;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private KeyLoadBenchmark() {}

  public static void main(String[] arguments) {
    for (TestDatabase.Kind kind : TestDatabase.Kind.values()) {
      try (TestDatabase databases = kind.make();
          Database database = databases.open()) {
        fill(database);
        for (int round = 0; round < ROUNDS; round++) {
          load(kind, database);
        }
      }
    }
    System.exit(0);
  }

  private static void fill(Database database) {
    Random random = new Random(1);
    database.write(connection -> {
      try (PreparedStatement statement =
          connection.prepareStatement(
              "INSERT INTO virtual_keys (id, name, tenant, environment, scopes, prefix, hash,"
                  + " created_at) VALUES (?, ?, ?, 'production', 'inference', 'bw_abcd', ?, ?)")) {
        Row row = new Row(database.dialect(), statement);
        for (int i = 0; i < KEYS; i++) {
          byte[] hash = new byte[32];
          random.nextBytes(hash);
          row.text("key_%026d".formatted(i))
              .text("application " + i)
              .text("tenant-" + i % 1_000)
              .blob(hash)
              .time(0)
              .add();
        }
        return statement.executeBatch().length;
      }
    });
  }

  private static void load(TestDatabase.Kind kind, Database database) {
    long before = used();
    long busy = THREADS.getCurrentThreadCpuTime();
    long began = System.nanoTime();
    KeysInForce keys = new KeysInForce(new SqlKeys(database));
    keys.reload();
    long loaded = System.nanoTime();
    long spent = THREADS.getCurrentThreadCpuTime() - busy;
    keys.reload();
    long again = System.nanoTime();
    long after = used();
    System.out.printf(
        "%s: %d keys in %d ms (%d ms of CPU), read again in %d us, %d MB of heap%n",
        kind,
        keys.ring().stored().size(),
        (loaded - began) / 1_000_000,
        spent / 1_000_000,
        (again - loaded) / 1_000,
        (after - before) / 1_000_000);
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
