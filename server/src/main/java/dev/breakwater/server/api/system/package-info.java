/** The server about itself: alive, ready, its figures, its settings, its documentation. */
@NullMarked
package dev.breakwater.server.api.system;

import org.jspecify.annotations.NullMarked;
