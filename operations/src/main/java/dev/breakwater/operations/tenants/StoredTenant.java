package dev.breakwater.operations.tenants;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A tenant as it is kept.
 *
 * @param deleted null while there is such a tenant
 * @param erased when the last that was kept of it had gone; null before
 */
public record StoredTenant(
    Tenant tenant,
    Instant created,
    Instant updated,
    @Nullable Instant deleted,
    @Nullable Instant erased) {}
