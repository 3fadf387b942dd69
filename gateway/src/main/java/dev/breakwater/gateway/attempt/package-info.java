/** Trying, waiting, falling back: the attempt engine, circuit breakers and retry budgets. */
@NullMarked
package dev.breakwater.gateway.attempt;

import org.jspecify.annotations.NullMarked;
