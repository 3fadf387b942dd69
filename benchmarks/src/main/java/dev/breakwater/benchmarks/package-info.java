/** Room for benchmarks. */
@NullMarked
package dev.breakwater.benchmarks;

import org.jspecify.annotations.NullMarked;
