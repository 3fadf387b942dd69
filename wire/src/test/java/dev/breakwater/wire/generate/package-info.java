/** Tests of Breakwater's own way of asking. */
@NullMarked
package dev.breakwater.wire.generate;

import org.jspecify.annotations.NullMarked;
