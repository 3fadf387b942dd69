/** Tests of what a prompt's bytes tell. */
@NullMarked
package dev.breakwater.wire.size;

import org.jspecify.annotations.NullMarked;
