/** Tests of signing in by the API. */
@NullMarked
package dev.breakwater.server.api.signin;

import org.jspecify.annotations.NullMarked;
