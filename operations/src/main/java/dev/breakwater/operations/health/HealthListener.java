package dev.breakwater.operations.health;

/** Hears when a provider's announced health changes; of each change once. */
public interface HealthListener {
  void unhealthy(ProviderHealth now);

  void recovered(ProviderHealth now);
}
