package dev.breakwater.gateway.exchange;

import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.gateway.provider.Answer;
import dev.breakwater.gateway.provider.AnswerSink;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.gateway.provider.Refusal;
import dev.breakwater.gateway.rejection.Rejection;
import dev.breakwater.wire.bridge.Ask;
import java.util.Optional;

/** Who asked: gives the question and takes what comes of it, in its own protocol. */
public interface Client {
  /**
   * Reads the request's body; blocks until it is there. Empty when the client leaves before.
   *
   * @throws Rejection when it is too large or cannot be read
   */
  Optional<Ask> ask(VirtualKey caller);

  /** Takes a streamed answer. */
  AnswerSink sink();

  /**
   * The answer is complete.
   *
   * @param costNanos what the request cost, nano-dollars; negative when unknown
   */
  void answered(Call call, Answer answer, long costNanos);

  /** The upstream said no: the client gets it as it is. */
  void refused(Call call, Refusal.Rejected refusal);

  /**
   * We say no, or nobody could answer.
   *
   * @param attempts the calls that were made for it
   */
  void rejected(Rejection rejection, int attempts);

  /** A stream broke after its first content; its error event is already on the way. */
  void brokenOff();
}
