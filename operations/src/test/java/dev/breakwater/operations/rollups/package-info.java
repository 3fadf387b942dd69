/** Tests of the sums. */
@NullMarked
package dev.breakwater.operations.rollups;

import org.jspecify.annotations.NullMarked;
