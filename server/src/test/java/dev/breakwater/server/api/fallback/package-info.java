/** Tests of chains in the API. */
@NullMarked
package dev.breakwater.server.api.fallback;

import org.jspecify.annotations.NullMarked;
