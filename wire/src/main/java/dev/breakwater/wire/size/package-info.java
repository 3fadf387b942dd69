/** How large a prompt is, told by a glance at its bytes. */
@NullMarked
package dev.breakwater.wire.size;

import org.jspecify.annotations.NullMarked;
