/** One set of tests for every database. */
@NullMarked
package dev.breakwater.store.sql;

import org.jspecify.annotations.NullMarked;
