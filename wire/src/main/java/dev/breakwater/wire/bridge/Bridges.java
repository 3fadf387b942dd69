package dev.breakwater.wire.bridge;

import dev.breakwater.wire.anthropic.AnthropicFormat;
import dev.breakwater.wire.anthropic.AnthropicProviderCount;
import dev.breakwater.wire.bedrock.BedrockFormat;
import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.OutputFormat;
import dev.breakwater.wire.count.ProviderCount;
import dev.breakwater.wire.format.ClientFormat;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.format.ProviderFormat;
import dev.breakwater.wire.format.WireFormat;
import dev.breakwater.wire.gemini.GeminiFormat;
import dev.breakwater.wire.gemini.GeminiProviderCount;
import dev.breakwater.wire.generate.GenerateFormat;
import dev.breakwater.wire.json.MalformedBody;
import dev.breakwater.wire.openai.CompletionsFormat;
import dev.breakwater.wire.openai.OpenAiFormat;
import dev.breakwater.wire.responses.ResponsesFormat;
import dev.breakwater.wire.responses.ResponsesProviderCount;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** All formats, and the bridges between them; made once and shared. */
public final class Bridges {
  private final Map<Protocol, ClientFormat> clients = new EnumMap<>(Protocol.class);
  private final Map<Protocol, ProviderFormat> providers = new EnumMap<>(Protocol.class);
  private final Map<Protocol, Map<Protocol, Bridge>> bridges = new EnumMap<>(Protocol.class);
  private final EmbeddingBridges embeddings;

  /** Of those protocols that have such a question. */
  private final Map<Protocol, ProviderCount> counts =
      Map.of(
          Protocol.ANTHROPIC, new AnthropicProviderCount(),
          Protocol.GEMINI, new GeminiProviderCount(),
          Protocol.RESPONSES, new ResponsesProviderCount());

  /** The same number for every answer that needs one; where one is told from the other by more. */
  public Bridges(LongSupplier epochSeconds) {
    this(epochSeconds, epochSeconds);
  }

  /**
   * @param epochSeconds seconds since 1970, for protocols whose answers say when they were created
   * @param numbers random ones, for the ids of answers that have none
   */
  public Bridges(LongSupplier epochSeconds, LongSupplier numbers) {
    both(new OpenAiFormat(epochSeconds));
    both(new ResponsesFormat(epochSeconds));
    both(new AnthropicFormat());
    both(new GeminiFormat());
    client(new CompletionsFormat(epochSeconds));
    client(new GenerateFormat());
    provider(new BedrockFormat(numbers));
    clients.forEach((protocol, client) -> bridges.put(protocol, ways(client)));
    embeddings = new EmbeddingBridges(client(Protocol.OPENAI), providers);
  }

  private void both(WireFormat format) {
    client(format);
    provider(format);
  }

  private void client(ClientFormat format) {
    clients.put(format.protocol(), format);
  }

  private void provider(ProviderFormat format) {
    providers.put(format.protocol(), format);
  }

  private Map<Protocol, Bridge> ways(ClientFormat client) {
    Map<Protocol, Bridge> ways = new EnumMap<>(Protocol.class);
    providers.forEach((protocol, provider) ->
        ways.put(
            protocol,
            client.protocol() == protocol && client instanceof WireFormat same
                ? new PassThrough(same)
                : new Translation(client, provider)));
    return ways;
  }

  /** The protocols that clients may speak. */
  public Set<Protocol> clients() {
    return Collections.unmodifiableSet(clients.keySet());
  }

  /** The protocols that providers may speak. */
  public Set<Protocol> providers() {
    return Collections.unmodifiableSet(providers.keySet());
  }

  /**
   * @throws IllegalArgumentException for a protocol that no client speaks
   */
  public ClientFormat client(Protocol protocol) {
    return known(clients.get(protocol), protocol);
  }

  /**
   * @throws IllegalArgumentException for a protocol that no provider speaks
   */
  public ProviderFormat provider(Protocol protocol) {
    return known(providers.get(protocol), protocol);
  }

  /** The way from an ask to a provider that speaks a protocol. */
  public Bridge between(Ask ask, Protocol provider) {
    return ask instanceof ScannedEmbedding
        ? embeddings.to(provider)
        : ask instanceof CountAsk
            ? new CountBridge(client(ask.protocol()), provider(provider), counts.get(provider))
            : between(ask.protocol(), provider);
  }

  public Bridge between(Protocol client, Protocol provider) {
    return known(known(bridges.get(client), client).get(provider), provider);
  }

  /**
   * An answer that several providers may give one after the other; empty where what is asked for
   * cannot be gone on with: no conversation, several choices, JSON that is to be held to a schema,
   * or what cannot be read into the neutral model.
   */
  public Optional<SeamlessAnswer> seamless(Ask ask) {
    if (!(ask instanceof ScannedAsk scanned) || scanned.facts().choices > 1) {
      return Optional.empty();
    }
    try {
      Conversation conversation = ask.conversation();
      boolean isPromised =
          conversation.output() instanceof OutputFormat.JsonSchema schema && schema.strict();
      return isPromised || conversation.generation().choices() > 1
          ? Optional.empty()
          : Optional.of(
              new SeamlessAnswer(ask, client(ask.protocol()).eventWriter(Translation.asked(ask))));
    } catch (MalformedBody e) {
      return Optional.empty();
    }
  }

  private static <T> T known(@Nullable T found, Protocol protocol) {
    if (found == null) {
      throw new IllegalArgumentException("no format for " + protocol);
    }
    return found;
  }
}
