/** Room for server. */
@NullMarked
package dev.breakwater.server;

import org.jspecify.annotations.NullMarked;
