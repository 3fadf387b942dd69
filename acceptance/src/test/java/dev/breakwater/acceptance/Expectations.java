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
