/** Time, threads, upstreams and clients in the hands of a seed, for tests of what decides. */
@NullMarked
package dev.breakwater.gateway.simulation;

import org.jspecify.annotations.NullMarked;
