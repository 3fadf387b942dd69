package dev.breakwater.wire.format;

/** One protocol as data, both in front and behind: bytes can pass through between its two sides. */
public interface WireFormat extends ClientFormat, ProviderFormat {
  @Override
  Protocol protocol();

  /**
   * A client's request without what only this gateway can have put into the conversation: thoughts
   * of other vendors' models, whose marked signatures a provider would refuse (see {@link
   * dev.breakwater.wire.conversation.Signature}).
   *
   * @return the body itself where there is nothing of the kind
   */
  default byte[] withoutForeignThoughts(byte[] body) {
    return body;
  }
}
