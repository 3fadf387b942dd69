/** Knows what providers list, keeps it over restarts, and hands it to routing. */
@NullMarked
package dev.breakwater.operations.models;

import org.jspecify.annotations.NullMarked;
