/** Proof before the storm: what the gateway promises, tried on simulated outages. */
@NullMarked
package dev.breakwater.operations.drills;

import org.jspecify.annotations.NullMarked;
