/**
 * Providers that misbehave on purpose: one HTTP server that speaks several vendors' formats and
 * obeys scripts.
 */
@NullMarked
package dev.breakwater.simulator;

import org.jspecify.annotations.NullMarked;
