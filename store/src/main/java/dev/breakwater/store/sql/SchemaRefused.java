package dev.breakwater.store.sql;

/** The database's tables are not what this program can work with; the message says what to do. */
public final class SchemaRefused extends RuntimeException {
  public SchemaRefused(String message) {
    super(message);
  }

  public SchemaRefused(String message, Throwable cause) {
    super(message, cause);
  }
}
