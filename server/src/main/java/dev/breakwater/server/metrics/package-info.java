/** Figures for Prometheus, counted in memory as requests end. */
@NullMarked
package dev.breakwater.server.metrics;

import org.jspecify.annotations.NullMarked;
