/** Tests of the kept answers. */
@NullMarked
package dev.breakwater.gateway.responses;

import org.jspecify.annotations.NullMarked;
