/** Jobs over a real database. */
@NullMarked
package dev.breakwater.store.jobs;

import org.jspecify.annotations.NullMarked;
