/** From the client's protocol to the provider's and back: passing through or translating. */
@NullMarked
package dev.breakwater.wire.bridge;

import org.jspecify.annotations.NullMarked;
