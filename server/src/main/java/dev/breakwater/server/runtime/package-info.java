/** What is real: the clock, timers, chance, event loops. */
@NullMarked
package dev.breakwater.server.runtime;

import org.jspecify.annotations.NullMarked;
