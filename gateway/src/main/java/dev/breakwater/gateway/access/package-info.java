/** Who is asking, and what they may. */
@NullMarked
package dev.breakwater.gateway.access;

import org.jspecify.annotations.NullMarked;
