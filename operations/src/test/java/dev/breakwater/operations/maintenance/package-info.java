/** Jobs over rows in memory. */
@NullMarked
package dev.breakwater.operations.maintenance;

import org.jspecify.annotations.NullMarked;
