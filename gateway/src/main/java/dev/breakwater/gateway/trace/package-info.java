/** How a request came to its target, as short text that travels to the ledger. */
@NullMarked
package dev.breakwater.gateway.trace;

import org.jspecify.annotations.NullMarked;
