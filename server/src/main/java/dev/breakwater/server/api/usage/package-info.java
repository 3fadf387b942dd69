/** What requests took and cost, as the API shows it. */
@NullMarked
package dev.breakwater.server.api.usage;

import org.jspecify.annotations.NullMarked;
