/** What gateway and operations ask of a database, in SQL that SQLite and PostgreSQL both take. */
@NullMarked
package dev.breakwater.store.sql;

import org.jspecify.annotations.NullMarked;
