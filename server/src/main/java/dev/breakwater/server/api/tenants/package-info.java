/** Tenants: made, changed and ended. */
@NullMarked
package dev.breakwater.server.api.tenants;

import org.jspecify.annotations.NullMarked;
