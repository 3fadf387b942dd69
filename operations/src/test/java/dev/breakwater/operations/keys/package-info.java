/** Proves what may become of keys. */
@NullMarked
package dev.breakwater.operations.keys;

import org.jspecify.annotations.NullMarked;
