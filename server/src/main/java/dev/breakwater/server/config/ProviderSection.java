package dev.breakwater.server.config;

import dev.breakwater.gateway.settings.BaseUrl;
import dev.breakwater.gateway.settings.Hosting;
import dev.breakwater.gateway.settings.ModelSettings;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Secret;
import dev.breakwater.operations.providers.KnownProvider;
import dev.breakwater.operations.providers.ProviderKind;
import dev.breakwater.operations.providers.ProviderRules;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code providers}, and adds those for which the environment holds a key. */
final class ProviderSection {

  private final Reading reading;
  private final Map<String, Set<String>> names = new LinkedHashMap<>();

  ProviderSection(Reading reading) {
    this.reading = reading;
  }

  /** The shared ones, and those among them that say whose they are. */
  List<ProviderSettings> read(Section root) {
    Map<ProviderId, ProviderSettings> providers = new LinkedHashMap<>();
    for (Section section : root.sections("providers", "tenant", "name")) {
      Optional<String> owner = Names.optional(section, "tenant");
      if (owner.filter(TenantSection.RESERVED::equals).isPresent()) {
        section.problem("tenant", TenantSection.RESERVED_COMPLAINT);
      }
      read(section, owner.orElse(ProviderId.SHARED), providers);
    }
    Map<String, ProviderSettings> byKey = new LinkedHashMap<>();
    addFromEnvironment(byKey);
    byKey.values().forEach(provider -> providers.put(provider.id(), provider));
    return List.copyOf(providers.values());
  }

  /** A tenant's own ones. */
  List<ProviderSettings> readOwn(Section tenant, String owner) {
    Map<ProviderId, ProviderSettings> providers = new LinkedHashMap<>();
    for (Section section : tenant.sections("providers")) {
      read(section, owner, providers);
    }
    return List.copyOf(providers.values());
  }

  private void read(Section section, String owner, Map<ProviderId, ProviderSettings> providers) {
    Optional<String> name = Names.read(section, "name", "a short name such as openai");
    Set<String> taken = names.computeIfAbsent(owner, _ -> new LinkedHashSet<>());
    name.filter(given -> !taken.add(given))
        .ifPresent(given ->
            section.problem("name", "a second provider named '" + given + "'; rename one"));
    provider(section, name.orElse(""), owner.equals(ProviderId.SHARED))
        .map(read -> read.ownedBy(owner))
        .ifPresent(read -> providers.putIfAbsent(read.id(), read));
    section.close();
  }

  private void addFromEnvironment(Map<String, ProviderSettings> providers) {
    Set<String> given = names(ProviderId.SHARED);
    for (KnownProvider known : KnownProvider.configuredByKey()) {
      if (!given.contains(known.id())) {
        keyOf(known)
            .ifPresent(key -> {
              providers.put(known.id(), known.withKey(key));
              reading
                  .findings()
                  .setting(
                      "providers[" + known.id() + "]",
                      known.home().map(URI::toString).orElse(""),
                      new Origin.Environment(known.variable(reading.environment()).orElse("")));
            });
      }
    }
  }

  /** All names that the file gives an owner's, those of providers with problems too. */
  Set<String> names(String owner) {
    return names.getOrDefault(owner, Set.of());
  }

  /** Whether the file has none, not even one with problems. */
  boolean isEmpty() {
    return names.isEmpty();
  }

  private Optional<Secret> keyOf(KnownProvider known) {
    return known
        .variable(reading.environment())
        .map(variable -> new Secret(reading.environment().getOrDefault(variable, "").strip()));
  }

  /**
   * @param shared whether the environment's keys are for it: they are nobody's own
   */
  private Optional<ProviderSettings> provider(Section section, String name, boolean shared) {
    Optional<KnownProvider> known = KnownProvider.named(name);
    Optional<ProviderKind> kind = section.chosen("protocol", ProviderKind.class);
    if (!section.has("protocol")) {
      kind = known.map(KnownProvider::kind);
      if (kind.isEmpty()) {
        section.missing(
            "protocol",
            "one of " + String.join(", ", Section.wordsOf(Arrays.asList(ProviderKind.values()))));
      }
    }
    Optional<Hosting> hosting =
        kind.flatMap(read ->
            new HostingSection(shared ? reading.environment() : Map.of())
                .read(section, read, known));
    boolean atVendor = !section.has("baseUrl");
    Optional<URI> baseUrl =
        atVendor
            ? hosting.flatMap(ProviderRules::home).or(() -> known.flatMap(KnownProvider::home))
            : baseUrl(section, "baseUrl");
    if (atVendor && baseUrl.isEmpty() && hosting.isPresent()) {
      section.missing(
          "baseUrl",
          hosting.get() instanceof Hosting.Azure
              ? "such as https://my-resource.openai.azure.com"
              : "such as http://127.0.0.1:9001/v1");
    }
    boolean trusted =
        !section.has("trusted")
            || section.choice("trusted", List.of("true", "false"), "true").equals("true");
    Optional<Secret> apiKey = section.secret("apiKey");
    if (apiKey.isEmpty() && atVendor) {
      // A key from the environment goes to its vendor's own address only.
      apiKey = shared ? known.flatMap(this::keyOf) : Optional.empty();
      if (!shared && known.filter(KnownProvider::asksForKey).isPresent()) {
        section.missing(
            "apiKey", "a tenant's own provider takes none from the environment by itself");
      }
    }
    apiKey
        .flatMap(key -> ProviderRules.credentialProblem(key.reveal()))
        .ifPresent(problem -> section.problem("apiKey", problem));
    String vendor =
        section.text(
            "vendor",
            known.or(() -> baseUrl.flatMap(KnownProvider::at)).map(KnownProvider::id).orElse(name));
    List<ModelSettings> models = new ModelsSection(reading).read(section);
    if (name.isEmpty() || kind.isEmpty() || hosting.isEmpty() || baseUrl.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ProviderSettings(
            ProviderId.shared(name),
            vendor,
            kind.get().protocol(),
            new BaseUrl(baseUrl.get(), trusted),
            apiKey.orElse(null),
            hosting.get(),
            models));
  }

  private static Optional<URI> baseUrl(Section section, String key) {
    Optional<String> text = section.text(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return switch (ProviderRules.address(text.get())) {
      case ProviderRules.Address.Good good -> Optional.of(good.url());
      case ProviderRules.Address.Bad bad -> {
        section.problem(key, bad.why());
        yield Optional.empty();
      }
    };
  }
}
