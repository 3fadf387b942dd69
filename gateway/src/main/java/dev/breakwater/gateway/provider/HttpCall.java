package dev.breakwater.gateway.provider;

import dev.breakwater.gateway.concurrent.Timekeeper;
import dev.breakwater.gateway.concurrent.Why;
import dev.breakwater.wire.bridge.Bridge;
import dev.breakwater.wire.conversation.Tokens;

/**
 * A call on the wire and what its readers need.
 *
 * @param sent the body that went to the upstream
 * @param started on the monotonic clock
 */
record HttpCall(
    Call call,
    Bridge bridge,
    UpstreamCall upstream,
    byte[] sent,
    Classifier classifier,
    long started) {

  Timekeeper time() {
    return call.waiter().time();
  }

  /** What is billed where the upstream does not tell. */
  Tokens estimate(long textBytes) {
    return TokenEstimates.of(sent, textBytes);
  }

  Outcome abandoned() {
    Why why = call.waiter().why();
    return new Outcome.Abandoned(why == null ? Why.SHUTDOWN : why, estimate(0));
  }

  /** Nothing came that the client could have seen. */
  Outcome failed(Fault fault) {
    return new Outcome.Failed(fault, estimate(0));
  }
}
