package dev.breakwater.gateway.provider;

import dev.breakwater.gateway.concurrent.Timekeeper;
import dev.breakwater.gateway.concurrent.Why;
import dev.breakwater.wire.bridge.Bridge;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.size.PromptSize;
import org.jspecify.annotations.Nullable;

/**
 * A call on the wire and what its readers need.
 *
 * @param sent the body that went to the upstream
 * @param size its prompt's
 * @param started on the monotonic clock
 */
record HttpCall(
    Call call,
    Bridge bridge,
    UpstreamCall upstream,
    byte[] sent,
    PromptSize size,
    Accounting accounting,
    Classifier classifier,
    long started) {

  Timekeeper time() {
    return call.waiter().time();
  }

  /**
   * What is billed for a whole answer: what was reported, where that may be believed, and the
   * estimate elsewhere.
   *
   * @param reported null when nothing was, or nothing that can be
   * @param absurd whether something was that cannot be
   * @param pieces in which the text came; 0 for one that came whole
   */
  Tokens billed(@Nullable Tokens reported, boolean absurd, long textBytes, long pieces) {
    String doubt =
        absurd
            ? "it reports counts that contradict each other or cannot be"
            : reported == null
                ? null
                : UsageCheck.doubt(reported, call.ask().maxTokens(), sent.length, textBytes);
    if (doubt != null) {
      accounting.doubts().refused(call.target(), doubt);
    }
    if (reported == null || doubt != null) {
      return soFar(null, textBytes, pieces);
    }
    accounting.estimates().learn(model(), size, reported, textBytes);
    return reported;
  }

  /**
   * What is billed for an answer that broke off.
   *
   * @param partial what was reported before; null when nothing was
   */
  Tokens soFar(@Nullable Tokens partial, long textBytes, long pieces) {
    Tokens believed =
        partial == null
                || UsageCheck.doubt(partial, call.ask().maxTokens(), sent.length, textBytes) != null
            ? null
            : partial;
    return accounting.estimates().soFar(model(), size, believed, textBytes, pieces);
  }

  /** Estimated output tokens of what has come. */
  long outputSoFar(long textBytes, long pieces) {
    return accounting.estimates().output(model(), size, textBytes, pieces);
  }

  private String model() {
    return call.target().model();
  }

  Outcome abandoned() {
    Why why = call.waiter().why();
    return new Outcome.Abandoned(why == null ? Why.SHUTDOWN : why, soFar(null, 0, 0));
  }

  /** Nothing came that the client could have seen. */
  Outcome failed(Fault fault) {
    return new Outcome.Failed(fault, soFar(null, 0, 0));
  }
}
