/** Tests of what reports say. */
@NullMarked
package dev.breakwater.operations.reports;

import org.jspecify.annotations.NullMarked;
