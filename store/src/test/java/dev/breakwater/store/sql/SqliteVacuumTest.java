package dev.breakwater.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.usage.LedgerBatch;
import dev.breakwater.gateway.usage.LedgerRow;
import dev.breakwater.operations.maintenance.AgingRows;
import dev.breakwater.operations.maintenance.Report;
import dev.breakwater.operations.maintenance.Vacuum;
import dev.breakwater.store.sqlite.SqliteDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteVacuumTest {
  @Test
  void roomOfWhatWentIsGivenBack(@TempDir Path directory) throws Exception {
    try (SqliteDatabase database = SqliteDatabase.open(directory.resolve("breakwater.db"))) {
      List<LedgerRow> rows = new ArrayList<>();
      for (int number = 0; number < 6_000; number++) {
        rows.add(Usage.fallback(number, Usage.START + number, 1, 1));
      }
      Usage.ledger(database, "node")
          .commit(new LedgerBatch(rows, List.of(), List.of(), List.of(), List.of()));
      AgingRows usage = new SqlAging(database).usage();
      while (usage.removeBefore(Instant.ofEpochMilli(Usage.START + 10_000), 2_000) > 0) {
        // piece by piece
      }
      long free = database.freePages();
      assertThat(free).isGreaterThan(500);
      Report report = new Vacuum(database).run(false);
      assertThat(report.parts().getFirst().removed()).isEqualTo(free);
      assertThat(database.freePages()).isZero();
    }
  }
}
