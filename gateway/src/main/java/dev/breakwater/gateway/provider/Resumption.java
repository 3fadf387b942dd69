package dev.breakwater.gateway.provider;

import dev.breakwater.wire.bridge.Ask;
import dev.breakwater.wire.bridge.Bridges;
import dev.breakwater.wire.bridge.SeamlessAnswer;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.json.ByteSink;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One client's stream, which may outlive the target that began it. The engine makes one for a
 * request whose plan says so, and gives it along with every {@linkplain Provider#prepare
 * preparation} in {@link Manner.Resumable}:
 *
 * <ol>
 *   <li>Before the first token it changes nothing: an attempt fails, and the next target begins
 *       anew.
 *   <li>An attempt that breaks afterwards ends as {@link Outcome.Broken}. From now on {@link
 *       #isContinuing} is true, unless what the client asks for can never be gone on with: then its
 *       stream has ended with the error event, as it does without a resumption.
 *   <li>Where {@link #canGoOn}, the engine prepares the next target (anew: a call prepared before
 *       does not know what was said). {@link Preparation.Unable} says that the target takes no
 *       prefix. An attempt that ends as {@link Outcome.Failed} has added nothing; one that ends as
 *       {@link Outcome.Broken} has, and the next target goes on from there, if it still can.
 *   <li>While it is continuing, every {@link Outcome.Refused} means no more than that this target
 *       does not go on: it is passed by, and is never the request's end.
 *   <li>When a target has {@linkplain Outcome.Answered answered}, the stream has ended; when none
 *       will, {@link #fail} ends it with the error event.
 * </ol>
 *
 * <p>{@link AnswerSink#commit} is called once, by the attempt that begins the stream. Tokens in an
 * outcome are those of its own attempt; what the client is told at the end is the input of the
 * attempt that answered and the output of all. Belongs to one exchange, of whose attempts only one
 * at a time may be past its first token.
 */
public final class Resumption {
  private boolean looked;
  private @Nullable SeamlessAnswer answer;
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
    return fault != null && answer != null && answer.isResumable();
  }

  /**
   * Ends the client's stream with its protocol's error event, which tells the first fault.
   *
   * @return false when the client has left
   * @throws IllegalStateException unless {@link #isContinuing}
   */
  public boolean fail(AnswerSink sink) {
    if (fault == null || answer == null) {
      throw new IllegalStateException("nothing has broken off");
    }
    ByteSink out = new ByteSink(512);
    answer.fail(ClientOutlet.problem(fault), out);
    return sink.send(out.take());
  }

  /** The client's answer; empty where what it asks for can never be gone on with. */
  Optional<SeamlessAnswer> answer(Bridges bridges, Ask ask) {
    if (!looked) {
      looked = true;
      answer = bridges.seamless(ask).orElse(null);
    }
    return Optional.ofNullable(answer);
  }

  /** An attempt broke off after its first token; the first fault stays. */
  void broke(Fault how, Tokens soFar) {
    if (fault == null) {
      fault = how;
    }
    if (answer != null) {
      answer.broke(soFar);
    }
  }
}
