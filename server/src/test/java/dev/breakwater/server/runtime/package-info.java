/** Tests of what is real. */
@NullMarked
package dev.breakwater.server.runtime;

import org.jspecify.annotations.NullMarked;
