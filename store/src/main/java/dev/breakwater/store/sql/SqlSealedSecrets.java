package dev.breakwater.store.sql;

import dev.breakwater.operations.secrets.Reseal;
import dev.breakwater.operations.secrets.SealedPlace;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The secrets that the installation made for itself, as they are sealed anew. */
public final class SqlSealedSecrets implements SealedPlace {
  private final Database database;
  private final Dialect dialect;

  public SqlSealedSecrets(Database database) {
    this.database = database;
    this.dialect = database.dialect();
  }

  @Override
  public int reseal(Reseal reseal) {
    return database.write(connection -> {
      int count = 0;
      for (Map.Entry<String, byte[]> secret : all(connection).entrySet()) {
        String name = secret.getKey();
        Optional<byte[]> anew = reseal.anew(secret.getValue(), "generated_secrets/" + name);
        if (anew.isPresent()) {
          replace(connection, name, anew.get());
          count++;
        }
      }
      return count;
    });
  }

  private static Map<String, byte[]> all(Connection connection) throws SQLException {
    Map<String, byte[]> all = new LinkedHashMap<>();
    try (PreparedStatement statement =
            connection.prepareStatement(
                "SELECT name, value FROM generated_secrets WHERE tenant = 'system'"
                    + " ORDER BY sequence");
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        all.put(rows.getString(1), rows.getBytes(2));
      }
    }
    return all;
  }

  private void replace(Connection connection, String name, byte[] sealed) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "UPDATE generated_secrets SET value = ? WHERE tenant = 'system' AND name = ?")) {
      new Row(dialect, statement).blob(sealed).text(name);
      statement.executeUpdate();
    }
  }
}
