package dev.breakwater.acceptance;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the gateway is held to, by the protocol in front and the provider behind: the one table to
 * widen. What is neither served nor refused here is not asked, and the documentation says so.
 */
final class Expectations {
  private static final Set<Upstream> ALL = EnumSet.allOf(Upstream.class);

  /** What is asked of every one of these providers. */
  private record Served(Protocol protocol, Set<Upstream> upstreams, Set<Feature> features) {}

  private static final List<Served> SERVED =
      Arrays.stream(Protocol.values())
          .map(protocol -> new Served(protocol, ALL, EnumSet.copyOf(protocol.features())))
          .toList();

  /** What a provider has no words for, and why. */
  private record Inexpressible(Upstream upstream, Feature feature, String why) {}

  private static final List<Inexpressible> INEXPRESSIBLE =
      List.of(
          new Inexpressible(Upstream.ANTHROPIC, Feature.EMBEDDINGS, "it has no embeddings"),
          new Inexpressible(
              Upstream.BEDROCK, Feature.EMBEDDINGS, "its embeddings are not translated"));

  /** What a library refuses to take from a provider, or gives back so that the provider refuses. */
  private record Quirk(
      Library library,
      Protocol protocol,
      Set<Upstream> upstreams,
      Set<Feature> features,
      String why) {}

  private static final List<Quirk> QUIRKS =
      List.of(
          new Quirk(
              Library.OPENAI_JAVA,
              Protocol.CHAT,
              EnumSet.of(Upstream.AZURE),
              EnumSet.of(
                  Feature.STREAMED,
                  Feature.TOOLS_STREAMED,
                  Feature.SCHEMA_STREAMED,
                  Feature.THINKING_STREAMED),
              "when it validates answers, it refuses the first event of Azure's own streams, which"
                  + " names no object"),
          new Quirk(
              Library.SPRING_AI,
              Protocol.GEMINI,
              EnumSet.of(Upstream.ANTHROPIC, Upstream.BEDROCK),
              EnumSet.of(Feature.THINKING_TOOLS),
              "it gives signatures back without the thoughts that they sign"));

  /** Why a library fails with an error where the gateway does what it should. */
  static Optional<String> quirk(
      Library library, Protocol protocol, Upstream upstream, Feature feature) {
    return QUIRKS.stream()
        .filter(quirk -> quirk.library == library && quirk.protocol == protocol)
        .filter(quirk -> quirk.upstreams.contains(upstream) && quirk.features.contains(feature))
        .map(Quirk::why)
        .findFirst();
  }

  private Expectations() {}

  /** Whether the gateway is asked for it, be it only for its refusal. */
  static boolean isAsked(Protocol protocol, Upstream upstream, Feature feature) {
    return SERVED.stream()
        .anyMatch(served ->
            served.protocol == protocol
                && served.upstreams.contains(upstream)
                && served.features.contains(feature));
  }

  /** Why a provider cannot do it, if it cannot: then the gateway answers 400. */
  static Optional<String> inexpressible(Upstream upstream, Feature feature) {
    return INEXPRESSIBLE.stream()
        .filter(row -> row.upstream == upstream && row.feature == feature)
        .map(Inexpressible::why)
        .findFirst();
  }
}
