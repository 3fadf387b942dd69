/** Providers as people configure them, by file or API. */
@NullMarked
package dev.breakwater.operations.providers;

import org.jspecify.annotations.NullMarked;
