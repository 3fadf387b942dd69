/** Sending an answer, in time or late, in full or broken. */
@NullMarked
package dev.breakwater.simulator.delivery;

import org.jspecify.annotations.NullMarked;
