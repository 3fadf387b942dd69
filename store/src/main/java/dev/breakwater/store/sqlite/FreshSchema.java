package dev.breakwater.store.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * Makes all tables in an empty file, and the history that Flyway would have written of it. A first
 * start need not wake Flyway then, which costs more than everything else in it.
 */
final class FreshSchema {
  private static final String FOLDER = "/db/migration/sqlite/";
  private static final String HISTORY =
      """
      CREATE TABLE "flyway_schema_history" (
          "installed_rank" INT NOT NULL PRIMARY KEY,
          "version" VARCHAR(50),
          "description" VARCHAR(200) NOT NULL,
          "type" VARCHAR(20) NOT NULL,
          "script" VARCHAR(1000) NOT NULL,
          "checksum" INT,
          "installed_by" VARCHAR(100) NOT NULL,
          "installed_on" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f','now')),
          "execution_time" INT NOT NULL,
          "success" BOOLEAN NOT NULL
      );
      CREATE INDEX "flyway_schema_history_s_idx" ON "flyway_schema_history" ("success");
      """;
  private static final String ENTRY =
      """
      INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,
        checksum, installed_by, execution_time, success)
      VALUES (?, ?, ?, 'SQL', ?, ?, '', 0, 1)\
      """;

  private FreshSchema() {}

  /** Runs the scripts in one transaction. */
  static void make(Connection connection, List<String> scripts) throws SQLException, IOException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(HISTORY);
      for (int index = 0; index < scripts.size(); index++) {
        String text = read(scripts.get(index));
        statement.executeUpdate(text);
        note(connection, index + 1, scripts.get(index), checksum(text));
      }
    }
    connection.setAutoCommit(true);
  }

  private static void note(Connection connection, int rank, String script, int checksum)
      throws SQLException {
    String description =
        script.substring(script.indexOf("__") + 2, script.lastIndexOf('.')).replace('_', ' ');
    try (PreparedStatement statement = connection.prepareStatement(ENTRY)) {
      statement.setInt(1, rank);
      statement.setString(2, String.format(Locale.ROOT, "%d", Schema.version(script)));
      statement.setString(3, description);
      statement.setString(4, script);
      statement.setInt(5, checksum);
      statement.executeUpdate();
    }
  }

  /** Flyway's: CRC32 over the lines without their ends. */
  private static int checksum(String text) {
    CRC32 checksum = new CRC32();
    text.lines().forEach(line -> checksum.update(line.getBytes(StandardCharsets.UTF_8)));
    return (int) checksum.getValue();
  }

  private static String read(String script) throws IOException {
    try (InputStream stream = FreshSchema.class.getResourceAsStream(FOLDER + script)) {
      if (stream == null) {
        throw new IOException("the migration " + script + " is not packaged");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
