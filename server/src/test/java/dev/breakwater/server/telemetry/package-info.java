/** Log lines, read back. */
@NullMarked
package dev.breakwater.server.telemetry;

import org.jspecify.annotations.NullMarked;
