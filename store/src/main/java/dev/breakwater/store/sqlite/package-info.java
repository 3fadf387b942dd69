/** Everything that is kept, in one SQLite file. */
@NullMarked
package dev.breakwater.store.sqlite;

import org.jspecify.annotations.NullMarked;
