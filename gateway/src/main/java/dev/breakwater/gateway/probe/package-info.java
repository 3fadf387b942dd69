/** How a provider is, found out by asking it. */
@NullMarked
package dev.breakwater.gateway.probe;

import org.jspecify.annotations.NullMarked;
