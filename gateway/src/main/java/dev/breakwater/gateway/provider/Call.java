package dev.breakwater.gateway.provider;

import dev.breakwater.gateway.concurrent.Deadline;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.settings.Timeouts;
import dev.breakwater.wire.bridge.Ask;

/**
 * One call to be made.
 *
 * @param number the attempt's number within its request, from 1
 * @param deadline of the whole request; the time-outs end the call earlier
 */
public record Call(Ask ask, Target target, int number, Timeouts timeouts, Deadline deadline) {}
