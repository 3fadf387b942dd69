package dev.breakwater.operations.providers;

import dev.breakwater.wire.format.Protocol;

/** What {@code protocol} may say of a provider. */
public enum ProviderKind {
  OPENAI(Protocol.OPENAI),
  ANTHROPIC(Protocol.ANTHROPIC),
  GEMINI(Protocol.GEMINI),
  BEDROCK(Protocol.BEDROCK),
  AZURE(Protocol.OPENAI);

  private final Protocol protocol;

  ProviderKind(Protocol protocol) {
    this.protocol = protocol;
  }

  /** What is spoken with it. */
  public Protocol protocol() {
    return protocol;
  }
}
