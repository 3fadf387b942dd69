package dev.breakwater.store.postgresql;

import dev.breakwater.gateway.settings.Secret;
import java.util.Optional;

/**
 * Where a PostgreSQL is and who we are there.
 *
 * @param url {@code jdbc:postgresql://host:port/database}, without a password
 * @param user empty for the driver's own: that of the operating system
 * @param password empty where the server asks for none
 * @param pool how many connections are held at most, from {@link #LEAST_POOL}
 */
public record PostgresSettings(
    String url, Optional<String> user, Optional<Secret> password, int pool) {
  public static final String PREFIX = "jdbc:postgresql:";

  /** One for the ledger, one for what people change, one for what they read. */
  public static final int LEAST_POOL = 3;

  public static final int DEFAULT_POOL = 6;

  public PostgresSettings {
    if (!url.startsWith(PREFIX) || pool < LEAST_POOL) {
      throw new IllegalArgumentException(url + " with " + pool + " connections");
    }
  }
}
