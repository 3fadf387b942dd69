package dev.breakwater.gateway.provider;

import dev.breakwater.gateway.concurrent.Deadline;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.settings.Timeouts;
import dev.breakwater.wire.bridge.Ask;
import java.util.List;

/**
 * One call to be made.
 *
 * @param passOn what of the client's request a provider of its own protocol is to see
 * @param dropped the client's harmless wishes that this target cannot be told
 * @param number the attempt's number within its request, from 1
 * @param deadline of the whole request; the time-outs end the call earlier
 * @param waiter of the thread that makes the call
 * @param progress hears how much of the answer has come
 */
public record Call(
    Ask ask,
    PassOn passOn,
    List<String> dropped,
    Target target,
    int number,
    Timeouts timeouts,
    Deadline deadline,
    Waiter waiter,
    AnswerProgress progress) {}
