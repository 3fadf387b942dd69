/** Gemini's generateContent on the wire. */
@NullMarked
package dev.breakwater.wire.gemini;

import org.jspecify.annotations.NullMarked;
