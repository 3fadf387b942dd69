/** Tests of the prices in the API. */
@NullMarked
package dev.breakwater.server.api.prices;

import org.jspecify.annotations.NullMarked;
