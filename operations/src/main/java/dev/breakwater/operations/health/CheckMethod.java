package dev.breakwater.operations.health;

import java.util.Locale;

/** How a provider is looked at. */
public enum CheckMethod {
  /** By what real calls said; nobody is asked. */
  TRAFFIC,
  /** By its list of models, which costs nothing. */
  LIST,
  /** By a paid question of one token. */
  PROBE,
  /** By its list and by a question to each model that is in use. */
  ALL;

  /** As the API writes it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
