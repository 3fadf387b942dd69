/** A request from key to ledger: start reading at Exchange. */
@NullMarked
package dev.breakwater.gateway.exchange;

import org.jspecify.annotations.NullMarked;
