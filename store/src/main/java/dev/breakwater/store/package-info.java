/** What the gateway and operations ask to be kept. */
@NullMarked
package dev.breakwater.store;

import org.jspecify.annotations.NullMarked;
