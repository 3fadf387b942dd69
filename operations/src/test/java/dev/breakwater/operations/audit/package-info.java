/** The audit's rules, over a log in memory. */
@NullMarked
package dev.breakwater.operations.audit;

import org.jspecify.annotations.NullMarked;
