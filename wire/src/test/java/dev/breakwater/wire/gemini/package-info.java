/** Tests of Gemini's protocol alone. */
@NullMarked
package dev.breakwater.wire.gemini;

import org.jspecify.annotations.NullMarked;
