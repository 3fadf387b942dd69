/** OpenAI's API, as that vendor and Azure serve it. */
@NullMarked
package dev.breakwater.simulator.openai;

import org.jspecify.annotations.NullMarked;
