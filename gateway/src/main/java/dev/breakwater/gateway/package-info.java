/** Room for gateway. */
@NullMarked
package dev.breakwater.gateway;

import org.jspecify.annotations.NullMarked;
