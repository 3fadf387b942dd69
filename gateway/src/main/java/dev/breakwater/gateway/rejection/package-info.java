/** The no that is ours: thrown anywhere on the walk, rendered at the edge only. */
@NullMarked
package dev.breakwater.gateway.rejection;

import org.jspecify.annotations.NullMarked;
