package dev.breakwater.server.config;

/**
 * One effective value as it may be shown.
 *
 * @param shown secrets are masked
 */
public record Setting(String shown, Origin origin) {}
