/** Values that satisfy JSON schemas. */
@NullMarked
package dev.breakwater.simulator.schema;

import org.jspecify.annotations.NullMarked;
