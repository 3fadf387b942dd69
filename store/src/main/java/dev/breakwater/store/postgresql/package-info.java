/** PostgreSQL: its connections, its tables and their partitions. */
@NullMarked
package dev.breakwater.store.postgresql;

import org.jspecify.annotations.NullMarked;
