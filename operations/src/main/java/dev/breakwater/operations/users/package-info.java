/** People: who they are, how they sign in, and the sessions that they have. */
@NullMarked
package dev.breakwater.operations.users;

import org.jspecify.annotations.NullMarked;
