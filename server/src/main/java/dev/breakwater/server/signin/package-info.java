/** What signing in takes of this machine: hashing passwords, and asking an issuer. */
@NullMarked
package dev.breakwater.server.signin;

import org.jspecify.annotations.NullMarked;
