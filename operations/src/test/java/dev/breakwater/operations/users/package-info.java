/** People, tried in memory. */
@NullMarked
package dev.breakwater.operations.users;

import org.jspecify.annotations.NullMarked;
