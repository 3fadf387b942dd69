/** OpenAI's chat completions and model list, as that vendor serves them. */
@NullMarked
package dev.breakwater.simulator.openai;

import org.jspecify.annotations.NullMarked;
