/** Tests of providers as people configure them. */
@NullMarked
package dev.breakwater.operations.providers;

import org.jspecify.annotations.NullMarked;
