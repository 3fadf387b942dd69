package dev.breakwater.store.sql;

import dev.breakwater.operations.tenants.StoredTenant;
import dev.breakwater.operations.tenants.Tenant;
import dev.breakwater.operations.tenants.TenantStore;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tenants, those that are gone too. */
public final class SqlTenants implements TenantStore {
  private static final String ADD =
      """
      INSERT INTO tenants (id, name, timezone, created_at, updated_at, deleted_at)
      VALUES (?, ?, ?, ?, ?, ?)\
      """;

  private final Database database;
  private final Dialect dialect;

  public SqlTenants(Database database) {
    this.database = database;
    this.dialect = database.dialect();
  }

  @Override
  public List<StoredTenant> all() {
    return database.read(connection -> {
      List<StoredTenant> tenants = new ArrayList<>();
      try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT id, name, timezone, created_at, updated_at, deleted_at, erased_at"
                      + " FROM tenants ORDER BY id");
          ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          Optional<ZoneId> zone = Optional.ofNullable(rows.getString("timezone")).map(ZoneId::of);
          tenants.add(
              new StoredTenant(
                  new Tenant(rows.getString("id"), rows.getString("name"), zone),
                  dialect.instant(rows, "created_at"),
                  dialect.instant(rows, "updated_at"),
                  dialect.instantIfAny(rows, "deleted_at"),
                  dialect.instantIfAny(rows, "erased_at")));
        }
      }
      return tenants;
    });
  }

  @Override
  public boolean add(Tenant tenant, Instant at) {
    return write(ADD + " ON CONFLICT (id) DO NOTHING", tenant, at, false) > 0;
  }

  @Override
  public void put(Tenant tenant, Instant at) {
    write(
        ADD
            + " ON CONFLICT (id) DO UPDATE SET name = excluded.name, timezone = excluded.timezone,"
            + " updated_at = excluded.updated_at",
        tenant,
        at,
        false);
  }

  @Override
  public void delete(Tenant tenant, Instant at) {
    write(
        ADD
            + " ON CONFLICT (id) DO UPDATE SET updated_at = excluded.updated_at,"
            + " deleted_at = COALESCE(tenants.deleted_at, excluded.deleted_at)",
        tenant,
        at,
        true);
  }

  private int write(String sql, Tenant tenant, Instant at, boolean deleted) {
    return database.write(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        new Row(dialect, statement)
            .text(tenant.id())
            .text(tenant.name())
            .text(tenant.timezone().map(ZoneId::getId).orElse(null))
            .time(at)
            .time(at)
            .time(deleted ? at : null);
        return statement.executeUpdate();
      }
    });
  }

  @Override
  public void erased(String id, Instant at) {
    database.write(connection -> {
      try (PreparedStatement statement =
          connection.prepareStatement("UPDATE tenants SET erased_at = ? WHERE id = ?")) {
        new Row(dialect, statement).time(at).text(id);
        return statement.executeUpdate();
      }
    });
  }
}
