package dev.breakwater.gateway.provider;

import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.wire.bridge.Ask;
import dev.breakwater.wire.conversation.Problem;

/** Speaks to one upstream. */
public interface Provider {
  /**
   * Puts a request into the upstream's words; calls nobody.
   *
   * @param model the target's model
   * @param waiter of the calling exchange, which a large body may make wait
   */
  Preparation prepare(Ask ask, String model, Waiter waiter);

  /**
   * The same, for an answer that is asked for in another manner than the client's. Whoever knows
   * only the client's own asks in that, and goes on with nobody's words.
   */
  default Preparation prepare(Ask ask, String model, Manner manner, Waiter waiter) {
    return manner instanceof Manner.Resumable resumable && resumable.resumption().isContinuing()
        ? new Preparation.Unable(
            Problem.of(
                Problem.Kind.UNAVAILABLE, 502, "This target does not go on with an answer begun."))
        : prepare(ask, model, waiter);
  }
}
