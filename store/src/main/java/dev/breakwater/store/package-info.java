/** Room for store. */
@NullMarked
package dev.breakwater.store;

import org.jspecify.annotations.NullMarked;
