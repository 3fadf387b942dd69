/** Passwords and issuers, tried. */
@NullMarked
package dev.breakwater.server.signin;

import org.jspecify.annotations.NullMarked;
