package dev.breakwater.operations.providers;

import java.util.Locale;

/** Who has said that there is a provider. */
public enum ProviderOrigin {
  FILE,
  ENVIRONMENT,
  API,
  SIMULATOR;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
