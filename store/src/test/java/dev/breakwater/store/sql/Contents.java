package dev.breakwater.store.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What stands in a database of any version: filled with a row a table, and read as text. */
public final class Contents {
  private final Connection connection;
  private final boolean postgres;

  public Contents(Connection connection) throws SQLException {
    this.connection = connection;
    this.postgres = connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
  }

  /** Puts a row into every table, so that a later version finds something in each. */
  public void fill() throws SQLException {
    if (postgres) {
      // Tables are filled by name, not in the order in which they refer to each other.
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET session_replication_role = replica");
      }
    }
    for (String table : tables()) {
      Map<String, String> columns = columns(table);
      String names = String.join(", ", columns.keySet());
      List<String> values = new ArrayList<>();
      columns.forEach((name, type) -> values.add(value(name, type)));
      try (Statement statement = connection.createStatement()) {
        statement.executeUpdate(
            "INSERT INTO %s (%s) VALUES (%s)".formatted(table, names, String.join(", ", values)));
      }
    }
  }

  /** Every row as text, by table and column. */
  public Map<String, List<Map<String, String>>> rows() throws SQLException {
    Map<String, List<Map<String, String>>> all = new TreeMap<>();
    for (String table : tables()) {
      List<Map<String, String>> rows = new ArrayList<>();
      Map<String, String> columns = columns(table);
      try (Statement statement = connection.createStatement();
          ResultSet found = statement.executeQuery("SELECT * FROM " + table)) {
        while (found.next()) {
          Map<String, String> row = new TreeMap<>();
          for (String column : columns.keySet()) {
            row.put(column, String.valueOf(found.getString(column)));
          }
          rows.add(row);
        }
      }
      all.put(table, rows);
    }
    return all;
  }

  /** Every table with its columns and their types. */
  public Map<String, Map<String, String>> shape() throws SQLException {
    Map<String, Map<String, String>> shape = new TreeMap<>();
    for (String table : tables()) {
      shape.put(table, new TreeMap<>(columns(table)));
    }
    return shape;
  }

  private List<String> tables() throws SQLException {
    return strings(
        postgres
            ? """
            SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
            AND c.relname NOT IN ('flyway_schema_history', 'scheduled_tasks') ORDER BY 1\
            """
            : """
            SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
            AND name NOT IN ('flyway_schema_history', 'scheduled_tasks') ORDER BY 1\
            """);
  }

  /** Those that are written, with their types. */
  private Map<String, String> columns(String table) throws SQLException {
    Map<String, String> columns = new LinkedHashMap<>();
    String sql =
        postgres
            ? """
            SELECT column_name, data_type FROM information_schema.columns
            WHERE table_schema = 'public' AND table_name = ? AND is_generated = 'NEVER'
            AND (is_identity = 'NO' OR identity_generation <> 'ALWAYS')\
            """
            : "SELECT name, type FROM pragma_table_info(?)";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          columns.put(rows.getString(1), rows.getString(2));
        }
      }
    }
    return columns;
  }

  private static String value(String name, String type) {
    return switch (type) {
      case "bytea" -> "'\\x0102'::bytea";
      case "BLOB" -> "x'0102'";
      case "boolean" -> "true";
      case "timestamp with time zone" -> "timestamptz '2026-01-15 10:00:00Z'";
      case "text", "TEXT" -> "'a " + name + "'";
      default -> "1";
    };
  }

  private List<String> strings(String sql) throws SQLException {
    List<String> strings = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        strings.add(rows.getString(1));
      }
    }
    return strings;
  }
}
