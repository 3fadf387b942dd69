package dev.breakwater.gateway.attempt;

import dev.breakwater.gateway.concurrent.Deadline;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.provider.AnswerSink;
import dev.breakwater.gateway.provider.PassOn;
import dev.breakwater.gateway.route.RoutePlan;
import dev.breakwater.wire.bridge.Ask;

/**
 * A request as the attempt engine needs it.
 *
 * @param passOn what of the client's request a provider of its own protocol is to see
 * @param deadline of the request with all its attempts
 * @param sink takes a streamed answer
 * @param log hears of every call
 * @param waiter of the thread that makes the attempts
 */
public record AttemptRequest(
    RoutePlan plan,
    Ask ask,
    PassOn passOn,
    Deadline deadline,
    AnswerSink sink,
    AttemptLog log,
    Waiter waiter) {}
