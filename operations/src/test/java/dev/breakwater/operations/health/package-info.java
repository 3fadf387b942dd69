/** The health monitor in simulated time. */
@NullMarked
package dev.breakwater.operations.health;

import org.jspecify.annotations.NullMarked;
