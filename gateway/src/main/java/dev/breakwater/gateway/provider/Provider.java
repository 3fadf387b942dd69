package dev.breakwater.gateway.provider;

/** Speaks to one upstream. */
public interface Provider {
  /**
   * Blocks the calling exchange until the attempt has ended. Never tries again; never throws for
   * the upstream's sake.
   *
   * @param sink takes a streamed answer, from its first content on; a whole one comes back in the
   *     outcome
   */
  Outcome attempt(Call call, AnswerSink sink);
}
