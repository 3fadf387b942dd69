/** Anthropic's messages, token counts and model list, as that vendor serves them. */
@NullMarked
package dev.breakwater.simulator.anthropic;

import org.jspecify.annotations.NullMarked;
