package dev.breakwater.gateway.attempt;

import dev.breakwater.gateway.provider.AnswerSink;
import dev.breakwater.gateway.provider.Outcome;

/** How an answer gets to the client, and what its end means for what the client has seen. */
interface Delivery {
  AnswerSink sink();

  /** The end of a call as the client's eyes see it. */
  Outcome settled(Outcome outcome);

  /** As it comes. */
  record Direct(AnswerSink sink) implements Delivery {
    @Override
    public Outcome settled(Outcome outcome) {
      return outcome;
    }
  }

  /** Once it is whole: what broke off while it was held back has failed unseen. */
  record Held(HeldAnswer sink) implements Delivery {
    @Override
    public Outcome settled(Outcome outcome) {
      if (outcome instanceof Outcome.Answered) {
        sink.release();
      }
      return outcome instanceof Outcome.Broken broken && !sink.isReleased()
          ? new Outcome.Failed(broken.fault(), broken.soFar())
          : outcome;
    }
  }
}
