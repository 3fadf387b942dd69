package dev.breakwater.operations.chains;

import dev.breakwater.gateway.settings.ProviderId;

/**
 * Which chain is meant.
 *
 * @param owner the tenant whose own it is; {@link ProviderId#SHARED} for the one that all share
 */
public record ChainPlace(String owner, String environment) {
  /** The one that all tenants share who have none of their own. */
  public static ChainPlace shared(String environment) {
    return new ChainPlace(ProviderId.SHARED, environment);
  }

  boolean isShared() {
    return owner.equals(ProviderId.SHARED);
  }

  /** Its path in the configuration. */
  @Override
  public String toString() {
    return (isShared() ? "" : "tenants[" + owner + "].") + "chains." + environment;
  }
}
