package dev.breakwater.gateway.exchange;

import dev.breakwater.gateway.attempt.CircuitBreaker;
import dev.breakwater.gateway.attempt.Decision;
import dev.breakwater.gateway.route.RoutePlan;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.trace.KeptTrace;
import dev.breakwater.gateway.trace.TraceWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes of a request's decisions what journal and ledger keep of them. */
final class Decisions {
  private Decisions() {}

  /**
   * @param answered the number of the attempt that answered, 0 when none did
   */
  static KeptTrace kept(RoutePlan plan, List<Decision> steps, int answered) {
    Target atOnce = answered == 1 && steps.size() == 1 ? calledFirst(steps.getFirst()) : null;
    KeptTrace ready = atOnce == null ? null : plan.text().answeredAtOnce(atOnce);
    return ready == null ? written(plan, steps, answered) : ready;
  }

  /** Whether a request made one call and nothing is special about it. */
  static boolean isFirstCallAlone(List<Decision> steps) {
    return steps.size() == 1 && calledFirst(steps.getFirst()) != null;
  }

  /** The target, when the step is a request's first call and nothing is special about it. */
  private static @Nullable Target calledFirst(Decision step) {
    return step instanceof Decision.Called called
            && called.number() == 1
            && called.kind() == Decision.Kind.FIRST
            && called.circuit() == CircuitBreaker.Status.CLOSED
        ? called.target()
        : null;
  }

  private static KeptTrace written(RoutePlan plan, List<Decision> steps, int answered) {
    TraceWriter writer = new TraceWriter(plan.text());
    for (Decision step : steps) {
      switch (step) {
        case Decision.Called called ->
            writer.called(
                called.target(), called.number(), word(called.circuit()), word(called.kind()));
        case Decision.Skipped skipped ->
            writer.skipped(skipped.target(), word(skipped.reason()), skipped.until().toMillis());
        case Decision.Waited waited -> writer.waited(waited.target(), waited.pause().toMillis());
      }
    }
    return writer.done(answered);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
