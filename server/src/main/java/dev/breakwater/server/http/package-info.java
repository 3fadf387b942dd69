/** The door: one port for gateway, API and console; each path goes to whom it belongs. */
@NullMarked
package dev.breakwater.server.http;

import org.jspecify.annotations.NullMarked;
