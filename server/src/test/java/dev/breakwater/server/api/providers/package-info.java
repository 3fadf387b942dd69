/** Tests of models in the API. */
@NullMarked
package dev.breakwater.server.api.providers;

import org.jspecify.annotations.NullMarked;
