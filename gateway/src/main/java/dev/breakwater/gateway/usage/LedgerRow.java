package dev.breakwater.gateway.usage;

import dev.breakwater.gateway.settings.Target;
import dev.breakwater.wire.conversation.Tokens;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One request with all its attempts, which give it its tokens and its cost.
 *
 * @param attempts in the order of their numbers
 */
public record LedgerRow(RequestEnded request, List<AttemptRow> attempts) {
  public LedgerRow {
    attempts = List.copyOf(attempts);
  }

  /** The sum of one count over all attempts. */
  public long tokens(ToLongFunction<Tokens> count) {
    long sum = 0;
    for (AttemptRow attempt : attempts) {
      sum += count.applyAsLong(attempt.ended().tokens());
    }
    return sum;
  }

  /** Nano-dollars of the attempts whose price is known. */
  public long costNanos() {
    long sum = 0;
    for (AttemptRow attempt : attempts) {
      if (attempt.isPriced()) {
        sum += attempt.ended().costNanos();
      }
    }
    return sum;
  }

  /** How many attempts have no known price. */
  public int unpriced() {
    int count = 0;
    for (AttemptRow attempt : attempts) {
      if (!attempt.isPriced()) {
        count++;
      }
    }
    return count;
  }

  /** Whether any attempt, and so the request, is an estimate. */
  public boolean isEstimated() {
    if (request.estimated()) {
      return true;
    }
    for (AttemptRow attempt : attempts) {
      if (attempt.isEstimated()) {
        return true;
      }
    }
    return false;
  }

  /** The target that answered, else the last one tried, else the first of the plan. */
  public @Nullable Target target() {
    if (request.used() != null) {
      return request.used();
    }
    return attempts.isEmpty() ? request.primary() : attempts.getLast().began().target();
  }
}
