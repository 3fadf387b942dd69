/** Who administers, and what each role may do. */
@NullMarked
package dev.breakwater.operations.roles;

import org.jspecify.annotations.NullMarked;
