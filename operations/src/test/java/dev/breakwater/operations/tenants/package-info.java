/** Proves what may become of tenants. */
@NullMarked
package dev.breakwater.operations.tenants;

import org.jspecify.annotations.NullMarked;
