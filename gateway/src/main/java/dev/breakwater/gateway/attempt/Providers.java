package dev.breakwater.gateway.attempt;

import dev.breakwater.gateway.provider.Provider;
import dev.breakwater.gateway.settings.Target;

/** Finds the one who speaks to a target. */
public interface Providers {
  Provider of(Target target);
}
