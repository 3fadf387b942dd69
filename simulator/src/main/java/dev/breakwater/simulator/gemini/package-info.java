/** Gemini's generateContent, token counts and model list, as that vendor serves them. */
@NullMarked
package dev.breakwater.simulator.gemini;

import org.jspecify.annotations.NullMarked;
