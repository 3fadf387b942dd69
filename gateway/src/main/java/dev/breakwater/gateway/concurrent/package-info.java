/** The ground: straight-line code on virtual threads that event loops carry, and how it waits. */
@NullMarked
package dev.breakwater.gateway.concurrent;

import org.jspecify.annotations.NullMarked;
