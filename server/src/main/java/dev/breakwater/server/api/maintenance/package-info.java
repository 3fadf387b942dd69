/** Jobs on a schedule, as the API shows and starts them. */
@NullMarked
package dev.breakwater.server.api.maintenance;

import org.jspecify.annotations.NullMarked;
