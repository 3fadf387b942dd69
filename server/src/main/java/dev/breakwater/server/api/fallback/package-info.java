/** Chains, their logs and the health of their targets. */
@NullMarked
package dev.breakwater.server.api.fallback;

import org.jspecify.annotations.NullMarked;
