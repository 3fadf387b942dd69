package dev.breakwater.gateway.provider;

import dev.breakwater.wire.conversation.Problem;

/** Whether a target can be asked at all. */
public sealed interface Preparation {
  /** It can. */
  record Ready(PreparedCall call) implements Preparation {}

  /**
   * Its protocol or its model has no way to say what the client asks: another target may.
   *
   * @param problem names the field
   */
  record Unable(Problem problem) implements Preparation {}
}
