package dev.breakwater.store.sql;

import dev.breakwater.operations.changes.Revisions;
import dev.breakwater.operations.changes.Topic;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** How often each kind of thing was changed. */
public final class SqlRevisions implements Revisions {
  private static final String RAISE =
      """
      INSERT INTO revisions (topic, revision) VALUES (?, 1)
      ON CONFLICT (topic) DO UPDATE SET revision = revisions.revision + 1 RETURNING revision\
      """;

  private final Database database;

  public SqlRevisions(Database database) {
    this.database = database;
  }

  @Override
  public void raise(Topic topic) {
    database.write(connection -> raise(connection, topic));
  }

  /**
   * Counts a change and returns the count. From here to the end of the transaction nobody else
   * counts one, so whoever sees a count sees everything that was written under lower ones.
   */
  static long raise(Connection connection, Topic topic) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(RAISE)) {
      statement.setString(1, word(topic));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** Topics of a newer program, with which this one shares the database, are left out. */
  @Override
  public Map<Topic, Long> current() {
    return database.read(connection -> {
      Map<Topic, Long> counts = new EnumMap<>(Topic.class);
      try (PreparedStatement statement =
              connection.prepareStatement("SELECT topic, revision FROM revisions");
          ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          String word = rows.getString(1);
          long count = rows.getLong(2);
          Arrays.stream(Topic.values())
              .filter(topic -> word(topic).equals(word))
              .forEach(topic -> counts.put(topic, count));
        }
      }
      return counts;
    });
  }

  private static String word(Topic topic) {
    return topic.name().toLowerCase(Locale.ROOT);
  }
}
