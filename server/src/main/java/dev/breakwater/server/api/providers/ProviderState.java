package dev.breakwater.server.api.providers;

/**
 * How a provider is at the moment.
 *
 * @param isHealthy as announced
 * @param circuitState of the worst of its circuits: closed, half_open or open
 */
public record ProviderState(boolean isHealthy, String circuitState) {}
