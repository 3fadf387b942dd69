/** Every route tried by every role, and held against the one table. */
@NullMarked
package dev.breakwater.server.matrix;

import org.jspecify.annotations.NullMarked;
