package dev.breakwater.server.config;

/**
 * The simulated providers that are to be started beside the server, on loopback.
 *
 * @param port 0 takes a free one: the providers' addresses then need {@link
 *     Configuration#withSimulatorOn}
 * @param asked by {@code --simulate}; false when it is for want of any provider
 */
public record SimulatorSettings(int port, boolean asked) {}
