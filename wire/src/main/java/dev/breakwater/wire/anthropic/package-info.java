/** Anthropic's messages on the wire. */
@NullMarked
package dev.breakwater.wire.anthropic;

import org.jspecify.annotations.NullMarked;
