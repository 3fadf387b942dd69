/** What a simulated model says: deterministic text, cut into tokens. */
@NullMarked
package dev.breakwater.simulator.speech;

import org.jspecify.annotations.NullMarked;
