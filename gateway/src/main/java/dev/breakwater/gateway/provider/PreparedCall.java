package dev.breakwater.gateway.provider;

import java.util.List;

/** A request in one upstream's words; may be sent several times. */
public interface PreparedCall {
  /** Harmless wishes of the client that the upstream's protocol cannot express. */
  List<String> dropped();

  /**
   * Blocks the calling exchange until the attempt has ended. Never tries again; never throws for
   * the upstream's sake.
   *
   * @param sink takes a streamed answer, from its first content on; a whole one comes back in the
   *     outcome
   */
  Outcome attempt(Call call, AnswerSink sink);
}
