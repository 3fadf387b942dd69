/** The load measurement behind {@code breakwater bench}: the gateway beside nginx, in turns. */
@NullMarked
package dev.breakwater.benchmarks;

import org.jspecify.annotations.NullMarked;
