package dev.breakwater.store.sql;

import dev.breakwater.gateway.usage.LedgerRow;
import dev.breakwater.operations.rollups.Grain;
import dev.breakwater.operations.rollups.Marginals;
import dev.breakwater.operations.rollups.RequestUsage;
import dev.breakwater.operations.rollups.RollupMarks;
import dev.breakwater.operations.rollups.RollupNames;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds requests to the rollups, in the transaction that adds them to the ledger. They go into the
 * minute's sums, and into those coarser ones whose bucket has been made already.
 */
public final class SqlRollups {
  private static final Grain[] GRAINS = Grain.values();

  private final String writer;
  private final ZoneId zone;
  private final RollupNames names;
  private final RollupTable table;
  private final RollupMarkTable marks;

  private record Bucket(Grain grain, long start) {}

  /**
   * @param writer the node whose rows these are; the same in every life of it
   * @param zone whose days and months are counted
   */
  public SqlRollups(Dialect dialect, String writer, ZoneId zone, RollupNames names) {
    this.writer = writer;
    this.zone = zone;
    this.names = names;
    this.table = new RollupTable(dialect);
    this.marks = new RollupMarkTable(dialect);
  }

  String writer() {
    return writer;
  }

  ZoneId zone() {
    return zone;
  }

  /**
   * @param added those that were not there before, and no others
   */
  void addRows(Connection connection, List<LedgerRow> added) throws SQLException {
    if (!added.isEmpty()) {
      add(connection, added.stream().map(RequestUsage::of).toList());
    }
  }

  void add(Connection connection, List<RequestUsage> requests) throws SQLException {
    RollupMarks made = marks.of(connection, writer, zone);
    if (made.marks().isEmpty()) {
      // Readers know a writer by its marks.
      made = made.with(Grain.MINUTE, 0);
      marks.put(connection, made, Grain.MINUTE);
    }
    Map<Bucket, Marginals> buckets = new HashMap<>();
    for (RequestUsage request : requests) {
      for (Grain grain : GRAINS) {
        if (made.takes(grain, request.createdMillis())) {
          long start = grain.start(request.createdMillis(), zone);
          buckets
              .computeIfAbsent(new Bucket(grain, start), _ -> new Marginals())
              .add(request, names);
        }
      }
    }
    for (Map.Entry<Bucket, Marginals> entry : buckets.entrySet()) {
      Bucket bucket = entry.getKey();
      table.add(connection, writer, bucket.grain(), bucket.start(), entry.getValue().sums());
    }
  }
}
