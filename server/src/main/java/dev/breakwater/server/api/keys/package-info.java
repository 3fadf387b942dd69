/** Keys that clients authenticate with: made, changed, rotated and ended. */
@NullMarked
package dev.breakwater.server.api.keys;

import org.jspecify.annotations.NullMarked;
