package dev.breakwater.gateway.probe;

import dev.breakwater.gateway.settings.ProviderSettings;

/** Asks providers how they are. Every call blocks for some seconds at most and never throws. */
public interface ProviderProbes {
  /** Asks for the list of models, which costs nothing. */
  Listing list(ProviderSettings provider);

  /** Asks a model for one token, which is paid and recorded. */
  Finding oneToken(ProviderSettings provider, String model);

  /** Asks a model a short question that a person reads the answer of; paid and recorded. */
  Finding question(ProviderSettings provider, String model);
}
