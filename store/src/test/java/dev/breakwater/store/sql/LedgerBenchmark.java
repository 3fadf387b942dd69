package dev.breakwater.store.sql;

import dev.breakwater.gateway.usage.ChainId;
import dev.breakwater.gateway.usage.ChainPosition;
import dev.breakwater.gateway.usage.LedgerBatch;
import dev.breakwater.gateway.usage.LedgerRow;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measures by hand what opening and a row cost: {@code main SQLITE|POSTGRESQL}, no test. */
final class LedgerBenchmark {
  private static final int BATCHES = 200;
  private static final int ROWS = 500;

  private LedgerBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    try (TestDatabase databases = TestDatabase.Kind.valueOf(arguments[0]).make()) {
      long start = System.nanoTime();
      databases.open().close();
      System.out.printf(Locale.ROOT, "opened in %d ms%n", (System.nanoTime() - start) / 1_000_000);
      try (Database database = databases.open()) {
        for (int round = 0; round < 4; round++) {
          measure(Usage.ledger(database), round);
        }
      }
    }
  }

  private static void measure(SqlLedger ledger, int round) throws Exception {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long number = (long) round * BATCHES * ROWS;
    long wall = System.nanoTime();
    long cpu = threads.getCurrentThreadCpuTime();
    for (int batch = 0; batch < BATCHES; batch++) {
      List<LedgerRow> rows = new ArrayList<>(ROWS);
      for (int row = 0; row < ROWS; row++) {
        rows.add(Usage.direct(number, Usage.START + number, 900, 50));
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
}
