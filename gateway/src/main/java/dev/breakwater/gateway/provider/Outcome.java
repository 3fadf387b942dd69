package dev.breakwater.gateway.provider;

import dev.breakwater.gateway.concurrent.Why;
import dev.breakwater.wire.conversation.Tokens;

/** How one attempt ended. Whoever branches on it handles all five; there is no default. */
public sealed interface Outcome {
  /** In full. */
  record Answered(Answer answer) implements Outcome {}

  /** The upstream is well and says no: counts for no circuit breaker. */
  record Refused(Refusal refusal) implements Outcome {}

  /** The upstream's fault, and the client saw nothing yet. */
  record Failed(Fault fault, Tokens soFar) implements Outcome {}

  /** The upstream's fault, and the client saw part. */
  record Broken(Fault fault, Tokens soFar) implements Outcome {}

  /** No one's fault, still billed. */
  record Abandoned(Why why, Tokens soFar) implements Outcome {}
}
