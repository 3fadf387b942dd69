/** Tests of prices and sums. */
@NullMarked
package dev.breakwater.gateway.price;

import org.jspecify.annotations.NullMarked;
