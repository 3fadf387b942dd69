/** Room for simulator. */
@NullMarked
package dev.breakwater.simulator;

import org.jspecify.annotations.NullMarked;
