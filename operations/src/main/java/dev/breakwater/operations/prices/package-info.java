/** What models cost here: prices that people set, and the list of those in force. */
@NullMarked
package dev.breakwater.operations.prices;

import org.jspecify.annotations.NullMarked;
