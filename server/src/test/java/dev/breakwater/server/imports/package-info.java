/** Tests of what is taken over from other gateways. */
@NullMarked
package dev.breakwater.server.imports;

import org.jspecify.annotations.NullMarked;
