/** Room for acceptance. */
@NullMarked
package dev.breakwater.acceptance;

import org.jspecify.annotations.NullMarked;
