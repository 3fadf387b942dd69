package dev.breakwater.server.config;

import dev.breakwater.operations.maintenance.RetentionSettings;
import java.time.LocalTime;

/**
 * When jobs run and what is too old.
 *
 * @param at in the server's time zone
 */
public record MaintenanceSettings(LocalTime at, RetentionSettings retention) {}
