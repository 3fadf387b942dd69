/** Bodies kept in memory. */
@NullMarked
package dev.breakwater.gateway.recording;

import org.jspecify.annotations.NullMarked;
