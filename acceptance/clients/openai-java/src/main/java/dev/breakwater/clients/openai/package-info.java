/** OpenAI's library for Java as a program that is asked by lines. */
@NullMarked
package dev.breakwater.clients.openai;

import org.jspecify.annotations.NullMarked;
