/** Finding and writing JSON in byte arrays, without building trees on the hot path. */
@NullMarked
package dev.breakwater.wire.json;

import org.jspecify.annotations.NullMarked;
