/**
 * A world in which the gateway's deciding code runs for real while time, threads, upstreams and
 * clients are simulated, all from one seed. Used by tests and drills; nothing that serves requests
 * imports it.
 */
@NullMarked
package dev.breakwater.gateway.simulation;

import org.jspecify.annotations.NullMarked;
