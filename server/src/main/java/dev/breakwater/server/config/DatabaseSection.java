package dev.breakwater.server.config;

import dev.breakwater.gateway.settings.Secret;
import dev.breakwater.store.postgresql.PostgresSettings;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code database}: where a PostgreSQL is, or nothing for the SQLite file. */
final class DatabaseSection {
  private static final Pattern ADDRESS =
      Pattern.compile("jdbc:postgresql://[^/?\\s]+/[^/?\\s]+(\\?\\S*)?");

  /** Addresses are shown, so they may hold no secret. */
  private static final Pattern WITH_PASSWORD =
      Pattern.compile("@|[?&](ssl)?password=", Pattern.CASE_INSENSITIVE);

  private static final int MOST_CONNECTIONS = 100;

  private DatabaseSection() {}

  static Optional<PostgresSettings> read(Section root) {
    if (!root.has("database")) {
      return Optional.empty();
    }
    Section section = root.section("database");
    Optional<String> url = section.text("url");
    Optional<String> user = section.text("user").filter(text -> !text.isBlank());
    Optional<Secret> password = section.secret("password");
    int pool =
        section.integer(
            "pool", PostgresSettings.DEFAULT_POOL, PostgresSettings.LEAST_POOL, MOST_CONNECTIONS);
    section.close();
    if (url.isEmpty()) {
      section.missing(
          "url", "such as jdbc:postgresql://db/breakwater; without database, SQLite is used");
      return Optional.empty();
    }
    if (WITH_PASSWORD.matcher(url.get()).find()) {
      section.problem("url", "holds a password, and addresses are shown; write database.password");
      return Optional.empty();
    }
    if (!ADDRESS.matcher(url.get()).matches()) {
      section.problem(
          "url",
          "'"
              + url.get()
              + "' is no address of a PostgreSQL; write jdbc:postgresql://host:5432/name, or leave"
              + " database out for SQLite");
      return Optional.empty();
    }
    return Optional.of(new PostgresSettings(url.get(), user, password, pool));
  }
}
