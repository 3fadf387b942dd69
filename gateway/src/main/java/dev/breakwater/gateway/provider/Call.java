package dev.breakwater.gateway.provider;

import dev.breakwater.gateway.concurrent.Deadline;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.settings.Timeouts;
import dev.breakwater.wire.bridge.Ask;
import dev.breakwater.wire.format.Header;
import java.util.List;

/**
 * One call to be made.
 *
 * @param passOn the client's headers that a provider of its own protocol is to see
 * @param number the attempt's number within its request, from 1
 * @param deadline of the whole request; the time-outs end the call earlier
 * @param waiter of the thread that makes the call
 */
public record Call(
    Ask ask,
    List<Header> passOn,
    Target target,
    int number,
    Timeouts timeouts,
    Deadline deadline,
    Waiter waiter) {}
