/** What requests took and cost: journal, its reader, and the ledger that they fill. */
@NullMarked
package dev.breakwater.gateway.usage;

import org.jspecify.annotations.NullMarked;
