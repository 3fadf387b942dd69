/** What the server tells of its requests, outside the database: log lines. */
@NullMarked
package dev.breakwater.server.telemetry;

import org.jspecify.annotations.NullMarked;
