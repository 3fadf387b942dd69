/** Tests of OpenAI's protocols. */
@NullMarked
package dev.breakwater.wire.openai;

import org.jspecify.annotations.NullMarked;
