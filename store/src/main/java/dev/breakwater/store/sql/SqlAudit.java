package dev.breakwater.store.sql;

import dev.breakwater.operations.audit.AuditEntry;
import dev.breakwater.operations.audit.AuditFilter;
import dev.breakwater.operations.audit.AuditHead;
import dev.breakwater.operations.audit.AuditStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The audit's entries and their head. */
public final class SqlAudit implements AuditStore {
  private static final String WRITER = "audit";
  private static final String STATE =
      """
      SELECT head.sequence, head.hash, head.entries, head.signature,
        (SELECT min(sequence) FROM audit_entries) AS first_sequence,
        (SELECT max(sequence) FROM audit_entries) AS last_sequence,
        (SELECT hash FROM audit_entries ORDER BY sequence DESC LIMIT 1) AS last_hash
      FROM (SELECT 1 AS id) AS one LEFT JOIN audit_head AS head ON head.id = one.id\
      """;
  private static final String ADD =
      """
      INSERT INTO audit_entries (sequence, id, tenant, created_at, actor_kind, actor_id, actor_name,
        actor_role, address, action, object, before_change, after_change, previous_hash, hash)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
      """;
  private static final String PUT_HEAD =
      """
      INSERT INTO audit_head (id, sequence, hash, entries, signature, changed_at)
      VALUES (1, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash,
        entries = excluded.entries, signature = excluded.signature,
        changed_at = excluded.changed_at\
      """;

  private final Database database;
  private final Dialect dialect;

  public SqlAudit(Database database) {
    this.database = database;
    this.dialect = database.dialect();
  }

  @Override
  public <T extends @Nullable Object> T inOne(Supplier<T> work) {
    return database.inOne(work);
  }

  @Override
  public void afterCommit(Runnable work) {
    database.afterCommit(work);
  }

  @Override
  public State state() {
    return database.read(SqlAudit::state);
  }

  @Override
  public State stateToChange() {
    return database.write(connection -> {
      dialect.alone(connection, WRITER);
      return state(connection);
    });
  }

  private static State state(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(STATE);
        ResultSet row = statement.executeQuery()) {
      row.next();
      String hash = row.getString("hash");
      Optional<AuditHead> head =
          hash == null
              ? Optional.empty()
              : Optional.of(
                  new AuditHead(
                      row.getLong("sequence"),
                      hash,
                      row.getLong("entries"),
                      row.getString("signature")));
      String lastHash = row.getString("last_hash");
      return new State(
          head,
          row.getLong("first_sequence"),
          row.getLong("last_sequence"),
          lastHash == null ? AuditHead.NOTHING : lastHash);
    }
  }

  @Override
  public void add(AuditEntry entry, AuditHead head, Instant at) {
    database.write(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(ADD)) {
        new Row(dialect, statement)
            .number(entry.sequence())
            .text(entry.id())
            .text(entry.tenant())
            .time(entry.at())
            .text(entry.who().kind())
            .text(entry.who().id())
            .text(entry.who().name())
            .text(entry.who().role())
            .text(entry.who().address())
            .text(entry.what().action())
            .text(entry.what().object())
            .text(entry.what().before())
            .text(entry.what().after())
            .text(entry.link().previous())
            .text(entry.link().hash());
        statement.executeUpdate();
      }
      return putHead(connection, head, at);
    });
  }

  @Override
  public void putHead(AuditHead head, Instant at) {
    database.write(connection -> putHead(connection, head, at));
  }

  private int putHead(Connection connection, AuditHead head, Instant at) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PUT_HEAD)) {
      new Row(dialect, statement)
          .number(head.sequence())
          .text(head.hash())
          .number(head.entries())
          .text(head.signature())
          .time(at);
      return statement.executeUpdate();
    }
  }

  @Override
  public Removed removeThrough(long sequence) {
    return database.write(connection -> {
      String hash;
      try (PreparedStatement statement =
          connection.prepareStatement("SELECT hash FROM audit_entries WHERE sequence = ?")) {
        new Row(dialect, statement).number(sequence);
        try (ResultSet row = statement.executeQuery()) {
          hash = row.next() ? row.getString("hash") : "";
        }
      }
      try (PreparedStatement statement =
          connection.prepareStatement("DELETE FROM audit_entries WHERE sequence <= ?")) {
        new Row(dialect, statement).number(sequence);
        return new Removed(statement.executeUpdate(), hash);
      }
    });
  }

  @Override
  public List<AuditEntry> after(long sequence, int most) {
    return oldest(AuditFilter.ALL, sequence, most);
  }

  @Override
  public Optional<AuditEntry> find(long sequence) {
    return entries(new Condition().and("sequence = ?", sequence), "ASC", 1).stream().findFirst();
  }

  @Override
  public List<AuditEntry> newest(AuditFilter filter, long before, int most) {
    return entries(condition(filter).and("sequence < ?", before), "DESC", most);
  }

  @Override
  public List<AuditEntry> oldest(AuditFilter filter, long after, int most) {
    return entries(condition(filter).and("sequence > ?", after), "ASC", most);
  }

  @Override
  public long count(AuditFilter filter) {
    Condition condition = condition(filter);
    return database.read(connection -> {
      try (PreparedStatement statement =
          connection.prepareStatement("SELECT count(*) FROM audit_entries" + condition.text())) {
        condition.fill(dialect, statement);
        try (ResultSet row = statement.executeQuery()) {
          row.next();
          return row.getLong(1);
        }
      }
    });
  }

  @Override
  public Optional<Long> firstNotBefore(Instant at) {
    return entries(new Condition().and("created_at >= ?", at), "ASC", 1).stream()
        .map(AuditEntry::sequence)
        .findFirst();
  }

  private static Condition condition(AuditFilter filter) {
    Condition condition =
        new Condition()
            .andIf("(actor_id = ? OR actor_name = ?)", filter.actor().orElse(null), 2)
            .andIf("object = ?", filter.object().orElse(null), 1)
            .andIf("tenant = ?", filter.tenant().orElse(null), 1)
            .andIf("created_at >= ?", filter.since().orElse(null), 1)
            .andIf("created_at < ?", filter.until().orElse(null), 1);
    filter
        .action()
        .ifPresent(action -> {
          if (action.endsWith(".*")) {
            String kind = action.substring(0, action.length() - 1);
            // All that begin with 'kind.' and nothing else: '/' follows '.' in the order of bytes.
            condition.and(
                "action >= ? AND action < ?", kind, kind.substring(0, kind.length() - 1) + "/");
          } else {
            condition.and("action = ?", action);
          }
        });
    return condition;
  }

  private List<AuditEntry> entries(Condition condition, String order, int most) {
    return database.read(connection -> {
      List<AuditEntry> entries = new ArrayList<>();
      try (PreparedStatement statement =
          connection.prepareStatement(
              "SELECT * FROM audit_entries"
                  + condition.text()
                  + " ORDER BY sequence "
                  + order
                  + " LIMIT "
                  + most)) {
        condition.fill(dialect, statement);
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            entries.add(entry(rows));
          }
        }
      }
      return entries;
    });
  }

  private AuditEntry entry(ResultSet row) throws SQLException {
    return new AuditEntry(
        row.getLong("sequence"),
        row.getString("id"),
        dialect.exactly(row, "created_at"),
        new AuditEntry.Who(
            row.getString("actor_kind"),
            row.getString("actor_id"),
            row.getString("actor_name"),
            row.getString("actor_role"),
            row.getString("address")),
        row.getString("tenant"),
        new AuditEntry.What(
            row.getString("action"),
            row.getString("object"),
            row.getString("before_change"),
            row.getString("after_change")),
        new AuditEntry.Link(row.getString("previous_hash"), row.getString("hash")));
  }
}
