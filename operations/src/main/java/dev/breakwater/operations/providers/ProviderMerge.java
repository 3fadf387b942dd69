package dev.breakwater.operations.providers;

import dev.breakwater.gateway.settings.BaseUrl;
import dev.breakwater.gateway.settings.Hosting;
import dev.breakwater.gateway.settings.ModelSettings;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Secret;
import dev.breakwater.operations.providers.ProviderAnswer.Problem;
import dev.breakwater.wire.format.Protocol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lays what the API says of a provider over what the file says. A credential of the file's goes to
 * the file's address only: whoever may change an address must not be sent the key.
 */
final class ProviderMerge {
  private final ProviderId id;
  private final @Nullable ProviderSettings below;
  private final ProviderLeaves leaves;
  private final @Nullable Credential credential;
  private final Optional<KnownProvider> known;
  private final List<Problem> problems = new ArrayList<>();

  /**
   * What comes of it.
   *
   * @param settings empty when there are problems
   * @param sameAddress whether it is where the file says
   */
  record Result(Optional<ProviderSettings> settings, boolean sameAddress, List<Problem> problems) {}

  private ProviderMerge(
      ProviderId id,
      @Nullable ProviderSettings below,
      ProviderLeaves leaves,
      @Nullable Credential credential) {
    this.id = id;
    this.below = below;
    this.leaves = leaves;
    this.credential = credential;
    this.known = KnownProvider.named(id.name());
  }

  /**
   * @param below what the file says; null where it says nothing, or nothing that counts
   * @param credential the one that the API gave; null for none
   */
  static Result of(
      ProviderId id,
      @Nullable ProviderSettings below,
      ProviderLeaves leaves,
      @Nullable Credential credential) {
    return new ProviderMerge(id, below, leaves, credential).merged();
  }

  private Result merged() {
    ProviderKind kind = kind();
    if (kind == null) {
      return new Result(Optional.empty(), false, problems);
    }
    boolean sameKind = below != null && ProviderKind.of(below) == kind;
    boolean sameAddress = sameKind && leaves.baseUrl() == null && leaves.region() == null;
    Hosting hosting = hosting(kind, sameKind, sameAddress);
    BaseUrl address = hosting == null ? null : address(hosting, sameAddress);
    if (kind == ProviderKind.BEDROCK && credential instanceof Credential.ApiKey) {
      problem("apiKey", "Amazon Bedrock has accessKeyId and secretAccessKey in its place");
    }
    if (kind != ProviderKind.BEDROCK && credential instanceof Credential.Amazon) {
      problem("accessKeyId", "is for Amazon Bedrock; this provider has an apiKey");
    }
    if (hosting == null || address == null || !problems.isEmpty()) {
      return new Result(Optional.empty(), sameAddress, problems);
    }
    return new Result(
        Optional.of(
            new ProviderSettings(
                id,
                vendor(address, sameAddress),
                kind.protocol(),
                address,
                apiKey(sameAddress),
                hosting,
                models())),
        sameAddress,
        problems);
  }

  private @Nullable ProviderKind kind() {
    if (leaves.protocol() != null) {
      return leaves.protocol();
    }
    if (below != null) {
      return ProviderKind.of(below);
    }
    if (known.isEmpty()) {
      problem(
          "protocol",
          "is missing; one of "
              + Arrays.stream(ProviderKind.values())
                  .map(it -> it.name().toLowerCase(java.util.Locale.ROOT))
                  .sorted()
                  .collect(Collectors.joining(", ")));
    }
    return known.map(KnownProvider::kind).orElse(null);
  }

  private @Nullable Hosting hosting(ProviderKind kind, boolean sameKind, boolean sameAddress) {
    Hosting under = sameKind && below != null ? below.hosting() : null;
    return switch (kind) {
      case ANTHROPIC, GEMINI -> Hosting.Direct.PLAIN;
      case OPENAI ->
          leaves.responses() == null
              ? under == null
                  ? known.map(KnownProvider::direct).orElse(Hosting.Direct.PLAIN)
                  : under
              : leaves.responses()
                  ? new Hosting.Direct(Set.of(Protocol.RESPONSES))
                  : Hosting.Direct.PLAIN;
      case AZURE -> azure(under instanceof Hosting.Azure azure ? azure : null);
      case BEDROCK -> bedrock(under instanceof Hosting.Bedrock it ? it : null, sameAddress);
    };
  }

  private Hosting azure(Hosting.@Nullable Azure under) {
    String version = leaves.apiVersion();
    Map<String, String> deployments = leaves.deployments();
    return new Hosting.Azure(
        version == null && under != null ? under.apiVersion() : version,
        deployments == null ? (under == null ? Map.of() : under.deployments()) : deployments);
  }

  private @Nullable Hosting bedrock(Hosting.@Nullable Bedrock under, boolean sameAddress) {
    String region = leaves.region() == null && under != null ? under.region() : leaves.region();
    if (region == null) {
      problem("region", "is missing; such as us-east-1");
    }
    if (credential instanceof Credential.Amazon amazon) {
      return region == null
          ? null
          : new Hosting.Bedrock(
              region, amazon.accessKeyId(), amazon.secretAccessKey(), amazon.sessionToken());
    }
    if (under != null && sameAddress) {
      return under;
    }
    problem("accessKeyId", "is missing");
    problem("secretAccessKey", "is missing");
    return null;
  }

  /** Whatever is not the operator's own word may lead anywhere, and is looked at by egress. */
  private @Nullable BaseUrl address(Hosting hosting, boolean sameAddress) {
    if (leaves.baseUrl() != null) {
      return new BaseUrl(leaves.baseUrl(), false);
    }
    if (sameAddress && below != null) {
      return below.address();
    }
    Optional<BaseUrl> home =
        ProviderRules.home(hosting)
            .or(() -> known.flatMap(KnownProvider::home))
            .map(url -> new BaseUrl(url, false));
    if (home.isEmpty()) {
      problem("baseUrl", "is missing; such as https://llm.example.com/v1");
    }
    return home.orElse(null);
  }

  private String vendor(BaseUrl address, boolean sameAddress) {
    if (leaves.vendor() != null) {
      return leaves.vendor();
    }
    return sameAddress && below != null
        ? below.vendor()
        : known.or(() -> KnownProvider.at(address.url())).map(KnownProvider::id).orElse(id.name());
  }

  private @Nullable Secret apiKey(boolean sameAddress) {
    if (credential instanceof Credential.ApiKey apiKey) {
      return apiKey.key();
    }
    return sameAddress && below != null ? below.apiKey() : null;
  }

  /** What the API says of models has no prices; those of the file go on. */
  private List<ModelSettings> models() {
    List<ModelSettings> listed = below == null ? List.of() : below.models();
    if (leaves.models() == null) {
      return listed;
    }
    return leaves.models().stream()
        .map(model ->
            listed.stream()
                .filter(it -> it.name().equals(model.name()))
                .findFirst()
                .map(it ->
                    new ModelSettings(
                        model.name(),
                        it.price(),
                        model.contextWindow(),
                        model.maxOutput(),
                        model.capabilities()))
                .orElse(model))
        .toList();
  }

  private void problem(String field, String message) {
    problems.add(new Problem(field, message));
  }
}
