package dev.breakwater.store.sql;

import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.usage.AttemptBegan;
import dev.breakwater.gateway.usage.AttemptRow;
import dev.breakwater.gateway.usage.ChainId;
import dev.breakwater.gateway.usage.ChainPosition;
import dev.breakwater.gateway.usage.LedgerBatch;
import dev.breakwater.gateway.usage.LedgerRow;
import dev.breakwater.gateway.usage.RequestEnded;
import dev.breakwater.gateway.usage.Status;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures by hand what opening and a row with its rollups cost: {@code main SQLITE|POSTGRESQL},
 * how many targets and how many keys; no test.
 */
final class LedgerBenchmark {
  private static final int BATCHES = 200;
  private static final int ROWS = 500;

  private LedgerBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    int targets = Integer.parseInt(arguments[1]);
    int keys = Integer.parseInt(arguments[2]);
    try (TestDatabase databases = TestDatabase.Kind.valueOf(arguments[0]).make()) {
      long start = System.nanoTime();
      databases.open().close();
      System.out.printf(Locale.ROOT, "opened in %d ms%n", (System.nanoTime() - start) / 1_000_000);
      try (Database database = databases.open()) {
        for (int round = 0; round < 4; round++) {
          measure(Usage.ledger(database), round, targets, keys);
        }
      }
    }
  }

  private static void measure(SqlLedger ledger, int round, int targets, int keys) throws Exception {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long number = (long) round * BATCHES * ROWS;
    long wall = System.nanoTime();
    long cpu = threads.getCurrentThreadCpuTime();
    for (int batch = 0; batch < BATCHES; batch++) {
      List<LedgerRow> rows = new ArrayList<>(ROWS);
      for (int row = 0; row < ROWS; row++) {
        rows.add(row(number, targets, keys));
        number++;
      }
      ledger.commit(
          new LedgerBatch(
              rows,
              List.of(),
              List.of(),
              List.of(new ChainPosition(new ChainId(1, 0), batch + 1, 64)),
              List.of()));
    }
    double rows = (double) BATCHES * ROWS;
    double micros = (System.nanoTime() - wall) / 1e3 / rows;
    System.out.printf(
        Locale.ROOT,
        "round %d: %.2f us CPU, %.2f us wall a row, %.0f rows/s%n",
        round,
        (threads.getCurrentThreadCpuTime() - cpu) / 1e3 / rows,
        micros,
        1e6 / micros);
  }

  /** Rows as twenty thousand a second bring them. */
  private static LedgerRow row(long number, int targets, int keys) {
    String id = Usage.id(number);
    long at = Usage.START + number / 20;
    long mixed = (number * 0x9E3779B97F4A7C15L) >>> 33;
    long target = mixed % targets;
    Target its = new Target("provider-" + target % 5, "model-" + target);
    String key = "key-" + mixed / targets % keys;
    long micros = 300_000 + mixed % 4_000_000;
    return new LedgerRow(
        new RequestEnded(
            id,
            at,
            null,
            "default",
            "production",
            key,
            "auto",
            its,
            its,
            1,
            Status.SUCCESS,
            200,
            null,
            null,
            false,
            false,
            micros,
            500),
        List.of(
            new AttemptRow(
                new AttemptBegan(id, 1, at, "default", "production", key, its, false, 10, null, 0),
                Usage.ended(id, 1, at, Status.SUCCESS, 50))));
  }
}
