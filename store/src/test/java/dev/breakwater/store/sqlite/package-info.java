/** Tests of what is kept in SQLite. */
@NullMarked
package dev.breakwater.store.sqlite;

import org.jspecify.annotations.NullMarked;
