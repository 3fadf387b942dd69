package dev.breakwater.operations.tenants;

import java.time.ZoneId;
import java.util.Optional;

/**
 * Somebody who shares an installation with others.
 *
 * @param id is used once and never again
 * @param name for people
 * @param timezone whose days and months count for it; empty for the server's
 */
public record Tenant(String id, String name, Optional<ZoneId> timezone) {}
