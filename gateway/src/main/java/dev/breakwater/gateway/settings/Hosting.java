package dev.breakwater.gateway.settings;

import dev.breakwater.wire.format.Protocol;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** At whose house a provider's models are, which decides on paths, keys and signatures. */
public sealed interface Hosting {
  /** Whether a protocol is understood there beside the provider's own. */
  boolean speaks(Protocol protocol);

  /**
   * The vendor's own service, or a server that imitates it.
   *
   * @param alsoSpeaks protocols that it understands beside its own
   */
  record Direct(Set<Protocol> alsoSpeaks) implements Hosting {
    public static final Direct PLAIN = new Direct(Set.of());

    public Direct {
      alsoSpeaks = Set.copyOf(alsoSpeaks);
    }

    @Override
    public boolean speaks(Protocol protocol) {
      return alsoSpeaks.contains(protocol);
    }
  }

  /**
   * Azure OpenAI.
   *
   * @param apiVersion such as {@code 2024-10-21}; null for its newer paths, which have none
   * @param deployments the deployment's name by model; a model that is not in it is its own
   */
  record Azure(@Nullable String apiVersion, Map<String, String> deployments) implements Hosting {
    /** Responses came to Azure with this version. */
    private static final String RESPONSES_SINCE = "2025-03-01";

    public Azure {
      deployments = Map.copyOf(deployments);
    }

    @Override
    public boolean speaks(Protocol protocol) {
      return protocol == Protocol.RESPONSES
          && (apiVersion == null || apiVersion.compareTo(RESPONSES_SINCE) >= 0);
    }
  }

  /**
   * Amazon Bedrock.
   *
   * @param region such as {@code us-east-1}
   */
  record Bedrock(
      String region, String accessKeyId, Secret secretAccessKey, @Nullable Secret sessionToken)
      implements Hosting {
    @Override
    public boolean speaks(Protocol protocol) {
      return false;
    }
  }
}
