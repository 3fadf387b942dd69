package dev.breakwater.operations.providers;

import dev.breakwater.gateway.settings.Hosting;
import dev.breakwater.gateway.settings.ProviderSettings;
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

  /** As a provider's settings say it. */
  public static ProviderKind of(ProviderSettings settings) {
    return switch (settings.hosting()) {
      case Hosting.Azure _ -> AZURE;
      case Hosting.Bedrock _ -> BEDROCK;
      case Hosting.Direct _ ->
          switch (settings.protocol()) {
            case ANTHROPIC -> ANTHROPIC;
            case GEMINI -> GEMINI;
            case OPENAI, RESPONSES, COMPLETIONS, GENERATE, BEDROCK -> OPENAI;
          };
    };
  }

  /** What is spoken with it. */
  public Protocol protocol() {
    return protocol;
  }
}
