package dev.breakwater.store.sql;

import dev.breakwater.operations.flags.FlagStore;
import dev.breakwater.operations.flags.FlagValue;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Flags that the API changed. */
public final class SqlFlags implements FlagStore {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final String PUT =
      """
      INSERT INTO flag_overrides (name, value, created_at, updated_at) VALUES (?, ?, ?, ?)
      ON CONFLICT (name) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at\
      """;

  private final Database database;
  private final Dialect dialect;

  public SqlFlags(Database database) {
    this.database = database;
    this.dialect = database.dialect();
  }

  @Override
  public Map<String, FlagValue> all() {
    return database.read(connection -> {
      Map<String, FlagValue> flags = new LinkedHashMap<>();
      try (PreparedStatement statement =
              connection.prepareStatement("SELECT name, value FROM flag_overrides ORDER BY name");
          ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          flags.put(rows.getString(1), value(JSON.readTree(rows.getString(2))));
        }
      }
      return flags;
    });
  }

  @Override
  public void put(String name, FlagValue value, Instant at) {
    database.write(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(PUT)) {
        new Row(dialect, statement).text(name).text(value.json()).time(at).time(at);
        return statement.executeUpdate();
      }
    });
  }

  @Override
  public boolean delete(String name) {
    return database.write(connection -> {
      try (PreparedStatement statement =
          connection.prepareStatement("DELETE FROM flag_overrides WHERE name = ?")) {
        new Row(dialect, statement).text(name);
        return statement.executeUpdate() > 0;
      }
    });
  }

  private static FlagValue value(JsonNode node) {
    if (node.isBoolean()) {
      return new FlagValue.Switch(node.booleanValue());
    }
    return node.isNumber()
        ? new FlagValue.Decimal(node.decimalValue())
        : new FlagValue.Text(node.asString());
  }
}
