/** What was really asked of a provider and what was really sent back. */
@NullMarked
package dev.breakwater.simulator.calls;

import org.jspecify.annotations.NullMarked;
