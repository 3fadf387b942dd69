package dev.breakwater.store.sql;

import dev.breakwater.gateway.usage.ChainId;
import dev.breakwater.gateway.usage.ChainPosition;
import dev.breakwater.gateway.usage.LedgerBatch;
import dev.breakwater.gateway.usage.LedgerRow;
import dev.breakwater.store.sqlite.SqliteDatabase;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measures by hand what opening and a row cost: {@code main} alone, no test. */
final class LedgerBenchmark {
  private static final int BATCHES = 200;
  private static final int ROWS = 500;

  private LedgerBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createTempDirectory("ledger-benchmark");
    Path file = directory.resolve("breakwater.db");
    long start = System.nanoTime();
    SqliteDatabase.open(file).close();
    System.out.printf(Locale.ROOT, "first open %d ms%n", (System.nanoTime() - start) / 1_000_000);
    if (arguments.length > 0) {
      start = System.nanoTime();
      SqliteDatabase.open(Path.of(arguments[0])).close();
      System.out.printf(Locale.ROOT, "known %d ms%n", (System.nanoTime() - start) / 1_000_000);
      return;
    }
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    try (SqliteDatabase database = SqliteDatabase.open(file)) {
      SqlLedger ledger = new SqlLedger(database);
      long number = 0;
      for (int round = 0; round < 4; round++) {
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
        System.out.printf(
            Locale.ROOT,
            "round %d: %.2f us CPU, %.2f us wall a row%n",
            round,
            (threads.getCurrentThreadCpuTime() - cpu) / 1e3 / BATCHES / ROWS,
            (System.nanoTime() - wall) / 1e3 / BATCHES / ROWS);
      }
    }
    System.out.println(Files.size(file) / (4L * BATCHES * ROWS) + " bytes a row");
    System.out.println(file);
  }
}
