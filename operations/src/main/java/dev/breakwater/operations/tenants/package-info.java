/** Whom keys, providers and what was recorded belong to. */
@NullMarked
package dev.breakwater.operations.tenants;

import org.jspecify.annotations.NullMarked;
