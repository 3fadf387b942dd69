package dev.breakwater.gateway.provider;

import dev.breakwater.wire.conversation.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * One client's stream, which may outlive the target that began it. The engine makes one for a
 * request whose plan says so, and gives it along with every {@linkplain Provider#prepare
 * preparation} in {@link Manner.Resumable}:
 *
 * <ol>
 *   <li>Before the first token it changes nothing: an attempt fails, the next target is prepared
 *       and begins anew.
 *   <li>An attempt that breaks afterwards ends as {@link Outcome.Broken}, and the client's stream
 *       stays open: the provider writes no error event. From now on {@link #isContinuing} is true.
 *   <li>Where {@link #canGoOn}, the engine prepares the next target (anew, a call that was prepared
 *       before does not know what was said). {@link Preparation.Unable} says that the target takes
 *       no prefix. An attempt that ends as {@link Outcome.Failed} has added nothing; one that ends as
 *       {@link Outcome.Broken} has, and the next target goes on from there.
 *   <li>While it is continuing, every {@link Outcome.Refused} means no more than that this target
 *       does not go on: it is passed by and never the request's end.
 *   <li>When a target has {@linkplain Outcome.Answered answered}, the stream has ended; when none
 *       will, {@link #fail} ends it with the error event.
 * </ol>
 *
 * <p>{@link AnswerSink#commit} is called once, by the attempt that begins the stream. Tokens in an
 * outcome are those of its own attempt; what the client is told at the end is the input of the
 * attempt that answered and the output of all. Belongs to one exchange.
 */
public final class Resumption {
  private @Nullable Fault fault;

  /** Whether a part of an answer was said and broke off: targets are asked to go on from it. */
  public boolean isContinuing() {
    return fault != null;
  }

  /**
   * Whether what was said can be gone on from: text, and thoughts that had ended, as the only
   * answer; no call, no picture, no refusal, and no JSON that a provider has promised to hold to a
   * schema.
   */
  public boolean canGoOn() {
    return fault != null;
  }

  /**
   * Ends the client's stream with its protocol's error event, which tells the first fault.
   *
   * @return false when the client has left
   * @throws IllegalStateException unless {@link #isContinuing}
   */
  public boolean fail(AnswerSink sink) {
    throw new IllegalStateException("nothing has broken off: " + sink);
  }

  /** An attempt broke off after its first token; the first fault stays. */
  void broke(Fault how, Tokens soFar) {
    if (fault == null) {
      fault = how;
    }
  }
}
