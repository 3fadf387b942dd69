/** What tokens cost: a catalogue with dates and sources, and exact sums in nano-dollars. */
@NullMarked
package dev.breakwater.gateway.price;

import org.jspecify.annotations.NullMarked;
