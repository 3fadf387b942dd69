/** Other gateways' configurations, turned into one of ours with a report of what was lost. */
@NullMarked
package dev.breakwater.server.imports;

import org.jspecify.annotations.NullMarked;
