/**
 * What the gateway is told to do: one immutable snapshot, swapped whole; a request reads one from
 * start to end.
 */
@NullMarked
package dev.breakwater.gateway.settings;

import org.jspecify.annotations.NullMarked;
