/** What goes wrong between clients, gateway and providers, done to the packaged server for real. */
@NullMarked
package dev.breakwater.acceptance.faults;

import org.jspecify.annotations.NullMarked;
