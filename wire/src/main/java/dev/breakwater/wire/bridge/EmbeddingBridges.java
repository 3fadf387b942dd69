package dev.breakwater.wire.bridge;

import dev.breakwater.wire.format.ClientFormat;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.format.ProviderFormat;
import java.util.EnumMap;
import java.util.Map;

/** The ways from OpenAI's embeddings to every provider protocol. */
final class EmbeddingBridges {
  private final Map<Protocol, Bridge> ways = new EnumMap<>(Protocol.class);

  /**
   * @param client writes the errors
   */
  EmbeddingBridges(ClientFormat client, Map<Protocol, ProviderFormat> providers) {
    providers.forEach((protocol, provider) ->
        ways.put(
            protocol,
            switch (protocol) {
              case OPENAI -> new EmbeddingPassThrough(client, provider);
              case GEMINI -> new GeminiEmbeddingBridge(client, provider);
              default -> new NoEmbeddings(client, provider);
            }));
  }

  /**
   * @throws IllegalArgumentException for a protocol that no provider speaks
   */
  Bridge to(Protocol provider) {
    Bridge way = ways.get(provider);
    if (way == null) {
      throw new IllegalArgumentException("no format for " + provider);
    }
    return way;
  }
}
