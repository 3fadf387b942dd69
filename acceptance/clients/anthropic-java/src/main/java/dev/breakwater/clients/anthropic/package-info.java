/** Anthropic's library for Java as a program that is asked by lines. */
@NullMarked
package dev.breakwater.clients.anthropic;

import org.jspecify.annotations.NullMarked;
