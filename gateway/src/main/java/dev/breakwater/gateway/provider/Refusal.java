package dev.breakwater.gateway.provider;

import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.format.Header;
import java.util.List;

/** An upstream's no that is not its fault. */
public sealed interface Refusal {
  Rejected rejected();

  /** The caller's own mistake: given back as it is. */
  record CallersOwn(Rejected rejected) implements Refusal {}

  /** The prompt does not fit this model; a larger one may do. */
  record TooLong(Rejected rejected) implements Refusal {}

  /** The provider declines the content. */
  record ContentPolicy(Rejected rejected) implements Refusal {}

  /**
   * What the upstream said.
   *
   * @param status the upstream's status, 400 to 499
   * @param body in the client's protocol
   */
  record Rejected(int status, Problem problem, byte[] body, List<Header> headers) {}
}
