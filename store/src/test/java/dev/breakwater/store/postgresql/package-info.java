/** What PostgreSQL alone has to show. */
@NullMarked
package dev.breakwater.store.postgresql;

import org.jspecify.annotations.NullMarked;
