/** Proves how changes are kept and told. */
@NullMarked
package dev.breakwater.operations.changes;

import org.jspecify.annotations.NullMarked;
