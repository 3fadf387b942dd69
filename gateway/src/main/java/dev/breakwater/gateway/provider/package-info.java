/** One attempt at one target, and every way in which it can end. */
@NullMarked
package dev.breakwater.gateway.provider;

import org.jspecify.annotations.NullMarked;
