/** OpenAI's Responses on the wire. */
@NullMarked
package dev.breakwater.wire.responses;

import org.jspecify.annotations.NullMarked;
