/** Switches and values that applications read, and the one that stops generation. */
@NullMarked
package dev.breakwater.operations.flags;

import org.jspecify.annotations.NullMarked;
