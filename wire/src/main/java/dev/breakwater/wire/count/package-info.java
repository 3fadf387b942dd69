/** How many tokens a prompt has, asked of a provider before anything is generated. */
@NullMarked
package dev.breakwater.wire.count;

import org.jspecify.annotations.NullMarked;
