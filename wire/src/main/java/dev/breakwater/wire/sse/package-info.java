/** Server-sent events: framing of bytes that may be cut anywhere. */
@NullMarked
package dev.breakwater.wire.sse;

import org.jspecify.annotations.NullMarked;
