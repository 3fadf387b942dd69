/** Room for operations. */
@NullMarked
package dev.breakwater.operations;

import org.jspecify.annotations.NullMarked;
