/** Breakwater's own way of asking a model, in the words of its admin API; in front only. */
@NullMarked
package dev.breakwater.wire.generate;

import org.jspecify.annotations.NullMarked;
