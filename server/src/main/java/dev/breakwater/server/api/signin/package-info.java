/** Signing in and out, and what those who are signed in may know of themselves. */
@NullMarked
package dev.breakwater.server.api.signin;

import org.jspecify.annotations.NullMarked;
