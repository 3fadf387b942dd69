/** What every wire format can do; one implementation a protocol. */
@NullMarked
package dev.breakwater.wire.format;

import org.jspecify.annotations.NullMarked;
