/** Which targets a request may take, and in what order. */
@NullMarked
package dev.breakwater.gateway.route;

import org.jspecify.annotations.NullMarked;
