package dev.breakwater.store.sql;

import dev.breakwater.operations.rollups.Grain;
import dev.breakwater.operations.rollups.RollupMarks;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows of {@code rollup_marks}. */
final class RollupMarkTable {
  private static final String PUT =
      """
      INSERT INTO rollup_marks (writer, grain, zone, mark) VALUES (?, ?, ?, ?)
      ON CONFLICT (writer, grain) DO UPDATE SET zone = excluded.zone, mark = excluded.mark\
      """;

  private final Dialect dialect;

  RollupMarkTable(Dialect dialect) {
    this.dialect = dialect;
  }

  /** Every writer's marks, as this zone sees them: days and months of another are none. */
  List<RollupMarks> all(Connection connection, ZoneId zone) throws SQLException {
    Map<String, Map<Grain, Long>> marks = new LinkedHashMap<>();
    try (PreparedStatement statement =
            connection.prepareStatement("SELECT writer, grain, zone, mark FROM rollup_marks");
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        Grain grain = Grain.of(rows.getInt(2));
        Map<Grain, Long> its =
            marks.computeIfAbsent(rows.getString(1), _ -> new EnumMap<>(Grain.class));
        if (!grain.isOfZone() || rows.getString(3).equals(zone.getId())) {
          its.put(grain, rows.getLong(4));
        }
      }
    }
    List<RollupMarks> all = new ArrayList<>();
    marks.forEach((writer, its) -> all.add(new RollupMarks(writer, zone, its)));
    return all;
  }

  RollupMarks of(Connection connection, String writer, ZoneId zone) throws SQLException {
    return all(connection, zone).stream()
        .filter(marks -> marks.writer().equals(writer))
        .findFirst()
        .orElseGet(() -> RollupMarks.none(writer, zone));
  }

  void put(Connection connection, RollupMarks marks, Grain grain) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PUT)) {
      new Row(dialect, statement)
          .text(marks.writer())
          .number(grain.code())
          .text(marks.zone().getId())
          .number(marks.of(grain));
      statement.executeUpdate();
    }
  }
}
