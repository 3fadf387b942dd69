package dev.breakwater.store.sql;

import dev.breakwater.gateway.offers.OfferedModel;
import dev.breakwater.gateway.offers.Use;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.operations.models.KnownModel;
import dev.breakwater.operations.models.ModelStore;
import dev.breakwater.operations.models.ProviderList;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The models that providers list themselves; a list is replaced as a whole. */
public final class SqlModelRegistry implements ModelStore {
  private static final String ALL =
      """
      SELECT tenant, provider, model, kind, capabilities, context_window, max_output,
        unavailable_since, first_seen_at, checked_at
      FROM llm_model_registry ORDER BY sequence\
      """;
  private static final String ADD =
      """
      INSERT INTO llm_model_registry (tenant, provider, model, source, kind, capabilities,
        context_window, max_output, is_available, unavailable_since, first_seen_at, checked_at)
      VALUES (?, ?, ?, 'provider', ?, ?, ?, ?, ?, ?, ?, ?)\
      """;
  private static final String CHECKED =
      "UPDATE llm_model_registry SET checked_at = ? WHERE tenant = ? AND provider = ?";
  private static final String REMOVE =
      "DELETE FROM llm_model_registry WHERE tenant = ? AND provider = ?";

  /** Nodes that replace the same list take turns, or each would add to what the other adds. */
  private static final String WRITER = "models";

  private final Database database;
  private final Dialect dialect;

  public SqlModelRegistry(Database database) {
    this.database = database;
    this.dialect = database.dialect();
  }

  @Override
  public List<ProviderList> all() {
    return database.read(connection -> {
      Map<ProviderId, List<KnownModel>> models = new LinkedHashMap<>();
      Map<ProviderId, Long> checked = new LinkedHashMap<>();
      try (PreparedStatement statement = connection.prepareStatement(ALL);
          ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          ProviderId provider =
              new ProviderId(rows.getString("tenant"), rows.getString("provider"));
          models.computeIfAbsent(provider, _ -> new ArrayList<>()).add(model(rows));
          checked.put(provider, dialect.millis(rows, "checked_at"));
        }
      }
      return models.entrySet().stream()
          .map(it ->
              new ProviderList(it.getKey(), it.getValue(), checked.getOrDefault(it.getKey(), 0L)))
          .toList();
    });
  }

  @Override
  public void put(ProviderList list) {
    database.write(connection -> {
      dialect.alone(connection, WRITER);
      delete(connection, list.provider());
      try (PreparedStatement statement = connection.prepareStatement(ADD)) {
        Row row = new Row(dialect, statement);
        for (KnownModel model : list.models()) {
          add(row, list, model);
        }
        return statement.executeBatch();
      }
    });
  }

  private static void add(Row row, ProviderList list, KnownModel model) throws SQLException {
    OfferedModel listed = model.model();
    row.text(list.provider().owner())
        .text(list.provider().name())
        .text(model.name())
        .text(listed.use().word())
        .text(String.join(",", new TreeSet<>(listed.capabilities())));
    number(row, listed.contextWindow());
    number(row, listed.maxOutput());
    row.flag(model.isAvailable())
        .time(model.isAvailable() ? null : Instant.ofEpochMilli(model.goneSince()))
        .time(model.firstSeen())
        .time(list.checkedAt())
        .add();
  }

  private static void number(Row row, long value) throws SQLException {
    row.unlessNegative(value == 0 ? -1 : value);
  }

  @Override
  public void checked(ProviderId provider, long at) {
    database.write(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(CHECKED)) {
        new Row(dialect, statement).time(at).text(provider.owner()).text(provider.name());
        return statement.executeUpdate();
      }
    });
  }

  @Override
  public void remove(ProviderId provider) {
    database.write(connection -> delete(connection, provider));
  }

  private int delete(Connection connection, ProviderId provider) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(REMOVE)) {
      new Row(dialect, statement).text(provider.owner()).text(provider.name());
      return statement.executeUpdate();
    }
  }

  private KnownModel model(ResultSet row) throws SQLException {
    OfferedModel listed =
        new OfferedModel(
            row.getString("model"),
            Use.named(row.getString("kind")),
            row.getLong("context_window"),
            row.getLong("max_output"),
            words(row.getString("capabilities")));
    return new KnownModel(
        listed, dialect.millis(row, "first_seen_at"), dialect.millis(row, "unavailable_since"));
  }

  private static Set<String> words(String text) {
    return Arrays.stream(text.split(",", -1))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toSet());
  }
}
