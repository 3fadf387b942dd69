/** What requests took and cost, counted by the definitions that scripts depend on. */
@NullMarked
package dev.breakwater.operations.reports;

import org.jspecify.annotations.NullMarked;
