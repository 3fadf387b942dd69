package dev.breakwater.store.sql;

import dev.breakwater.gateway.access.Allowance;
import dev.breakwater.gateway.access.KeyHash;
import dev.breakwater.gateway.access.Role;
import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.gateway.access.VirtualKey.Scope;
import dev.breakwater.operations.changes.Topic;
import dev.breakwater.operations.keys.KeyFilter;
import dev.breakwater.operations.keys.KeyStore;
import dev.breakwater.operations.keys.StoredKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keys. Each write of one counts a revision of the topic keys and leaves it in the row, in an order
 * that is that of the commits: whoever has read up to a revision has missed nothing below it.
 */
public final class SqlKeys implements KeyStore {
  private static final String COLUMNS =
      """
      revision, id, name, tenant, environment, scopes, role, models, expires_at, hash, revoked_at,
        overlap_ends_at\
      """;

  // Looked up by name, the columns of a hundred thousand rows take longer than the rows.
  private static final int REVISION = 1;
  private static final int ID = 2;
  private static final int NAME = 3;
  private static final int TENANT = 4;
  private static final int ENVIRONMENT = 5;
  private static final int SCOPES = 6;
  private static final int ROLE = 7;
  private static final int MODELS = 8;
  private static final int EXPIRES_AT = 9;
  private static final int HASH = 10;
  private static final int REVOKED_AT = 11;
  private static final int OVERLAP_ENDS_AT = 12;

  private static final int IDS_AT_ONCE = 500;

  private static final String GOOD =
      "SELECT " + COLUMNS + " FROM virtual_keys WHERE revoked_at IS NULL";
  private static final String SINCE =
      "SELECT " + COLUMNS + " FROM virtual_keys WHERE revision > ? ORDER BY revision";
  private static final String WHOLE =
      "SELECT "
          + COLUMNS
          + ", prefix, tags, created_by, created_at, updated_at, rotated_from, replaced_by"
          + " FROM virtual_keys";
  private static final String ADD =
      """
      INSERT INTO virtual_keys (name, tenant, environment, scopes, role, models, expires_at, prefix,
        hash, tags, created_by, created_at, updated_at, rotated_from, replaced_by, overlap_ends_at,
        revoked_at, revision, id)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING\
      """;
  private static final String PUT =
      """
      UPDATE virtual_keys SET name = ?, tenant = ?, environment = ?, scopes = ?, role = ?,
        models = ?, expires_at = ?, prefix = ?, hash = ?, tags = ?, created_by = ?,
        created_at = ?, updated_at = ?, rotated_from = ?, replaced_by = ?, overlap_ends_at = ?,
        revoked_at = COALESCE(revoked_at, ?), revision = ?
      WHERE id = ? AND revision = ? AND deleted_at IS NULL\
      """;
  private static final String REVOKE =
      "UPDATE virtual_keys SET revoked_at = ?, updated_at = ?, revision = ? WHERE revoked_at IS"
          + " NULL AND ";
  private static final String DELETE =
      """
      UPDATE virtual_keys SET revoked_at = COALESCE(revoked_at, ?), deleted_at = ?, revision = ?
      WHERE id = ? AND deleted_at IS NULL\
      """;

  private final Database database;
  private final Dialect dialect;

  public SqlKeys(Database database) {
    this.database = database;
    this.dialect = database.dialect();
  }

  @Override
  public long read(long since, Reader reader) {
    // What is written while rows are read may be among them and is read again the next time.
    long first = since == NOTHING_READ ? revision() : since;
    return database.read(connection -> {
      try (PreparedStatement statement =
          connection.prepareStatement(since == NOTHING_READ ? GOOD : SINCE)) {
        statement.setFetchSize(1_000);
        if (since != NOTHING_READ) {
          statement.setLong(1, since);
        }
        return take(statement, first, since == NOTHING_READ, reader);
      }
    });
  }

  private long take(PreparedStatement statement, long first, boolean all, Reader reader)
      throws SQLException {
    long last = first;
    Map<String, Set<Scope>> scopes = new HashMap<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        KeyHash hash = KeyHash.of(rows.getBytes(HASH));
        reader.take(hash, inForce(rows, scopes), rows.getObject(REVOKED_AT) == null);
        last = all ? first : Math.max(last, rows.getLong(REVISION));
      }
    }
    return last;
  }

  private long revision() {
    return database.read(connection -> {
      try (PreparedStatement statement =
              connection.prepareStatement("SELECT revision FROM revisions WHERE topic = 'keys'");
          ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getLong(1) : 0L;
      }
    });
  }

  @Override
  public Optional<StoredKey> find(String id) {
    return select(new Condition().and("deleted_at IS NULL").and("id = ?", id), 1).stream()
        .findFirst();
  }

  @Override
  public Set<String> known(Collection<String> ids) {
    List<String> all = List.copyOf(ids);
    Set<String> known = new HashSet<>();
    for (int from = 0; from < all.size(); from += IDS_AT_ONCE) {
      known.addAll(knownOf(all.subList(from, Math.min(from + IDS_AT_ONCE, all.size()))));
    }
    return known;
  }

  private List<String> knownOf(List<String> ids) {
    String marks = String.join(", ", Collections.nCopies(ids.size(), "?"));
    Condition condition = new Condition().and("id IN (" + marks + ")", ids.toArray());
    return database.read(connection -> {
      List<String> known = new ArrayList<>();
      try (PreparedStatement statement =
          connection.prepareStatement("SELECT id FROM virtual_keys" + condition.text())) {
        condition.fill(dialect, statement);
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            known.add(rows.getString(1));
          }
        }
      }
      return known;
    });
  }

  @Override
  public List<StoredKey> page(KeyFilter filter, String after, int most) {
    Condition condition =
        new Condition()
            .and("deleted_at IS NULL")
            .andIf("tenant = ?", filter.tenant().orElse(null), 1)
            .andIf("environment = ?", filter.environment().orElse(null), 1);
    filter
        .revoked()
        .ifPresent(it -> condition.and(it ? "revoked_at IS NOT NULL" : "revoked_at IS NULL"));
    if (!after.isEmpty()) {
      condition.and("sequence > (SELECT sequence FROM virtual_keys WHERE id = ?)", after);
    }
    return select(condition, most);
  }

  private List<StoredKey> select(Condition condition, int most) {
    return database.read(connection -> {
      List<StoredKey> keys = new ArrayList<>();
      try (PreparedStatement statement =
          connection.prepareStatement(WHOLE + condition.text() + " ORDER BY sequence LIMIT ?")) {
        statement.setInt(condition.fill(dialect, statement), most);
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            keys.add(key(rows));
          }
        }
      }
      return keys;
    });
  }

  @Override
  public boolean add(StoredKey key) {
    return database.write(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(ADD)) {
        fill(connection, statement, key);
        return statement.executeUpdate() > 0;
      }
    });
  }

  @Override
  public boolean put(StoredKey key) {
    return database.write(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(PUT)) {
        fill(connection, statement, key).number(key.revision());
        return statement.executeUpdate() > 0;
      }
    });
  }

  private Row fill(Connection connection, PreparedStatement statement, StoredKey stored)
      throws SQLException {
    VirtualKey key = stored.key();
    long revision = SqlRevisions.raise(connection, Topic.KEYS);
    return new Row(dialect, statement)
        .text(key.name())
        .text(key.tenant())
        .text(key.environment())
        .text(KeyText.scopes(key.scopes()))
        .text(key.role().name().toLowerCase(Locale.ROOT))
        .text(KeyText.models(key.allowance()))
        .time(expiry(key))
        .text(stored.prefix())
        .blob(stored.hash())
        .text(KeyText.tags(stored.tags()))
        .text(stored.createdBy())
        .time(stored.created())
        .time(stored.updated())
        .text(stored.rotation().from())
        .text(stored.rotation().replacedBy())
        .time(stored.rotation().overlapEnds())
        .time(stored.revoked())
        .number(revision)
        .text(key.id());
  }

  @Override
  public boolean revoke(String id, Instant at) {
    return revoke("id = ?", id, at) > 0;
  }

  @Override
  public int revokeAll(String tenant, Instant at) {
    return revoke("tenant = ?", tenant, at);
  }

  private int revoke(String which, String value, Instant at) {
    return database.write(connection -> {
      long revision = SqlRevisions.raise(connection, Topic.KEYS);
      try (PreparedStatement statement = connection.prepareStatement(REVOKE + which)) {
        new Row(dialect, statement).time(at).time(at).number(revision).text(value);
        return statement.executeUpdate();
      }
    });
  }

  @Override
  public boolean delete(String id, Instant at) {
    return database.write(connection -> {
      long revision = SqlRevisions.raise(connection, Topic.KEYS);
      try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
        new Row(dialect, statement).time(at).time(at).number(revision).text(id);
        return statement.executeUpdate() > 0;
      }
    });
  }

  private StoredKey key(ResultSet row) throws SQLException {
    Instant created = dialect.instant(row, "created_at");
    Instant updated = dialect.instantIfAny(row, "updated_at");
    return new StoredKey(
        asked(row, new HashMap<>()),
        row.getString("prefix"),
        row.getBytes("hash"),
        KeyText.tags(row.getString("tags")),
        Optional.ofNullable(row.getString("created_by")).orElse(""),
        created,
        updated == null ? created : updated,
        new StoredKey.Rotation(
            row.getString("rotated_from"),
            row.getString("replaced_by"),
            dialect.instantIfAny(row, "overlap_ends_at")),
        dialect.instantIfAny(row, "revoked_at"),
        row.getLong(REVISION));
  }

  private VirtualKey inForce(ResultSet row, Map<String, Set<Scope>> scopes) throws SQLException {
    VirtualKey key = asked(row, scopes);
    Instant ends =
        row.getObject(OVERLAP_ENDS_AT) == null ? null : dialect.instant(row, "overlap_ends_at");
    return ends == null ? key : key.until(ends.toEpochMilli());
  }

  /** What many rows say alike is read once. */
  private VirtualKey asked(ResultSet row, Map<String, Set<Scope>> known) throws SQLException {
    String tenant = row.getString(TENANT);
    Set<Scope> scopes =
        known.computeIfAbsent(row.getString(SCOPES), words -> Set.copyOf(KeyText.scopes(words)));
    Allowance models = KeyText.models(row.getString(MODELS));
    Instant expires = row.getObject(EXPIRES_AT) == null ? null : dialect.instant(row, "expires_at");
    return new VirtualKey(
        row.getString(ID),
        row.getString(NAME),
        tenant,
        row.getString(ENVIRONMENT),
        scopes,
        role(row.getString(ROLE), tenant, scopes),
        models,
        expires == null ? VirtualKey.NEVER : expires.toEpochMilli());
  }

  private static Role role(@Nullable String word, String tenant, Set<Scope> scopes) {
    return word == null
        ? VirtualKey.role(tenant, scopes)
        : Role.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private static @Nullable Instant expiry(VirtualKey key) {
    return key.expiresMillis() == VirtualKey.NEVER
        ? null
        : Instant.ofEpochMilli(key.expiresMillis());
  }
}
