/** Knows how every provider is, checks each at its interval, and tells people and routing. */
@NullMarked
package dev.breakwater.operations.health;

import org.jspecify.annotations.NullMarked;
