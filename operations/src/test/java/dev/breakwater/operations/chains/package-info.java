/** Tests of chains and their changes. */
@NullMarked
package dev.breakwater.operations.chains;

import org.jspecify.annotations.NullMarked;
