/** Flags, and the whole configuration taken away in a file. */
@NullMarked
package dev.breakwater.server.api.config;

import org.jspecify.annotations.NullMarked;
