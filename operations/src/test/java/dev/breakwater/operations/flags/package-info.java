/** Tests of flags. */
@NullMarked
package dev.breakwater.operations.flags;

import org.jspecify.annotations.NullMarked;
