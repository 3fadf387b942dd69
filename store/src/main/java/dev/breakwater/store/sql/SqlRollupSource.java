package dev.breakwater.store.sql;

import dev.breakwater.operations.rollups.RollupMarks;
import dev.breakwater.operations.rollups.RollupSource;
import dev.breakwater.operations.rollups.Span;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the rollups of all writers. */
public final class SqlRollupSource implements RollupSource {
  private final Database database;
  private final ZoneId zone;
  private final RollupTable table;
  private final RollupMarkTable marks;
  private volatile boolean whole;

  /**
   * @param zone whose days and months are asked for
   */
  public SqlRollupSource(Database database, ZoneId zone) {
    this.database = database;
    this.zone = zone;
    this.table = new RollupTable(database.dialect());
    this.marks = new RollupMarkTable(database.dialect());
  }

  @Override
  public List<RollupMarks> marks() {
    return database.read(connection -> marks.all(connection, zone));
  }

  @Override
  public boolean isWhole() {
    if (!whole) {
      whole =
          database.read(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("SELECT 1 FROM rollup_backfill");
                ResultSet row = statement.executeQuery()) {
              return !row.next();
            }
          });
    }
    return whole;
  }

  @Override
  public void read(Selection selection, Span span, @Nullable Set<String> writers, Taker taker) {
    database.read(connection -> {
      table.read(connection, selection, span, writers, taker);
      return span;
    });
  }
}
