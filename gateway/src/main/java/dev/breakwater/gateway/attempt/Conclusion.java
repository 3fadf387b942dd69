package dev.breakwater.gateway.attempt;

import dev.breakwater.gateway.concurrent.Why;
import dev.breakwater.gateway.provider.Answer;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.gateway.provider.Fault;
import dev.breakwater.gateway.provider.Refusal;
import dev.breakwater.wire.conversation.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How all the attempts of a request ended.
 *
 * @param attempts the calls that were made
 * @param firstFault what went wrong first, kept although another target answered
 * @param trace every decision on the way, in order
 */
public record Conclusion(End end, int attempts, Optional<Fault> firstFault, List<Decision> trace) {

  /** The end of a request's attempts. */
  public sealed interface End {
    record Answered(Call call, Answer answer) implements End {}

    record Refused(Call call, Refusal refusal) implements End {}

    /** The stream broke after the client had seen part of it. */
    record Broken(Call call, Fault fault) implements End {}

    record Abandoned(Why why) implements End {}

    /**
     * Every target failed or was passed by.
     *
     * @param retryAfter when the next call may pass; at least a second
     * @param throttled whether rate limits alone are the reason
     */
    record NobodyAnswered(Duration retryAfter, boolean throttled) implements End {}

    /** The request's whole time is used up. */
    record OutOfTime() implements End {}

    /**
     * No target can be told what the client asks.
     *
     * @param problem the first target's
     */
    record Inexpressible(Problem problem) implements End {}

    /** Nothing more can be recorded, so nothing more was called. */
    record NotRecordable(String reason) implements End {}
  }
}
