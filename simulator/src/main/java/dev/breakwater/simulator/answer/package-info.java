/** What a vendor's format is to the rest of the simulator: requests read, answers rendered. */
@NullMarked
package dev.breakwater.simulator.answer;

import org.jspecify.annotations.NullMarked;
