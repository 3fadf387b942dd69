/** Tests of passing through and of translating. */
@NullMarked
package dev.breakwater.wire.bridge;

import org.jspecify.annotations.NullMarked;
