/** Tests of keys in the API. */
@NullMarked
package dev.breakwater.server.api.keys;

import org.jspecify.annotations.NullMarked;
