/** The packaged server as its users meet it: real clients in front, the simulator behind. */
@NullMarked
package dev.breakwater.acceptance;

import org.jspecify.annotations.NullMarked;
