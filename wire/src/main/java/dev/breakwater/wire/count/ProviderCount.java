package dev.breakwater.wire.count;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.format.Inexpressible;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.json.MalformedBody;

/**
 * A provider protocol's question how many tokens a prompt has. Its errors are those of the
 * protocol: see {@link dev.breakwater.wire.format.ProviderFormat#readProblem}.
 */
public interface ProviderCount {
  Protocol protocol();

  /** The path under the provider's base URL. */
  String path(String model);

  /**
   * The body to send; what bears on no count is left out.
   *
   * @throws Inexpressible when something that counts cannot be said
   */
  byte[] write(Conversation conversation, String model) throws Inexpressible;

  /**
   * The count, at least 0.
   *
   * @throws MalformedBody when the answer has none
   */
  long read(byte[] answer) throws MalformedBody;
}
