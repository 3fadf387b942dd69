/** Tests of the JSON walk. */
@NullMarked
package dev.breakwater.wire.json;

import org.jspecify.annotations.NullMarked;
