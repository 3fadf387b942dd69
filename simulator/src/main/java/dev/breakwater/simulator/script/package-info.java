/** How a provider is told to behave: steps, faults and the board that hands them out. */
@NullMarked
package dev.breakwater.simulator.script;

import org.jspecify.annotations.NullMarked;
