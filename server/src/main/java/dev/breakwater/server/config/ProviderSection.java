package dev.breakwater.server.config;

import dev.breakwater.gateway.settings.Hosting;
import dev.breakwater.gateway.settings.ModelSettings;
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
  private final HostingSection hostings;
  private final Set<String> names = new LinkedHashSet<>();

  ProviderSection(Reading reading) {
    this.reading = reading;
    this.hostings = new HostingSection(reading.environment());
  }

  List<ProviderSettings> read(Section root) {
    Map<String, ProviderSettings> providers = new LinkedHashMap<>();
    for (Section section : root.sections("providers")) {
      Optional<String> name = Names.read(section, "name", "a short name such as openai");
      name.filter(given -> !names.add(given))
          .ifPresent(given ->
              section.problem("name", "a second provider named '" + given + "'; rename one"));
      provider(section, name.orElse(""))
          .ifPresent(read -> providers.putIfAbsent(read.name(), read));
      section.close();
    }
    for (KnownProvider known : KnownProvider.configuredByKey()) {
      if (!names.contains(known.id())) {
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
    return List.copyOf(providers.values());
  }

  /** All names that the file gives, those of providers with problems too. */
  Set<String> names() {
    return names;
  }

  private Optional<Secret> keyOf(KnownProvider known) {
    return known
        .variable(reading.environment())
        .map(variable -> new Secret(reading.environment().getOrDefault(variable, "").strip()));
  }

  private Optional<ProviderSettings> provider(Section section, String name) {
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
    Optional<Hosting> hosting = kind.flatMap(read -> hostings.read(section, read, known));
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
    Optional<Secret> apiKey = section.secret("apiKey");
    if (apiKey.isEmpty() && atVendor) {
      // A key from the environment goes to its vendor's own address only.
      apiKey = known.flatMap(this::keyOf);
    }
    apiKey
        .flatMap(key -> ProviderRules.credentialProblem(key.reveal()))
        .ifPresent(problem -> section.problem("apiKey", problem));
    String vendor =
        section.text(
            "vendor",
            known.or(() -> baseUrl.flatMap(KnownProvider::at)).map(KnownProvider::id).orElse(name));
    section.refuse("tenant", "default");
    List<ModelSettings> models = new ModelsSection(reading).read(section);
    if (name.isEmpty() || kind.isEmpty() || hosting.isEmpty() || baseUrl.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ProviderSettings(
            name,
            vendor,
            kind.get().protocol(),
            baseUrl.get(),
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
