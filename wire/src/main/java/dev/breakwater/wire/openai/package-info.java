/** OpenAI's chat completions on the wire. */
@NullMarked
package dev.breakwater.wire.openai;

import org.jspecify.annotations.NullMarked;
