package dev.breakwater.server.config;

import dev.breakwater.wire.format.Protocol;

/** What {@code protocol} may say of a provider. */
enum ProviderKind {
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
  Protocol protocol() {
    return protocol;
  }
}
