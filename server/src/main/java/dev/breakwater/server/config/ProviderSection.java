package dev.breakwater.server.config;

import dev.breakwater.gateway.price.Price;
import dev.breakwater.gateway.settings.ModelSettings;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Secret;
import dev.breakwater.wire.format.Protocol;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code providers}, and adds those for which the environment holds a key. */
final class ProviderSection {

  private static final List<String> LATER_PROTOCOLS = List.of("azure", "bedrock");

  private static final long MOST_TOKENS = 100_000_000;

  private final Reading reading;
  private final Set<String> names = new LinkedHashSet<>();

  ProviderSection(Reading reading) {
    this.reading = reading;
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
    for (KnownProvider known : KnownProvider.values()) {
      if (!names.contains(known.id())) {
        keyOf(known)
            .ifPresent(key -> {
              providers.put(known.id(), known.withKey(key));
              reading
                  .findings()
                  .setting(
                      "providers[" + known.id() + "]",
                      known.baseUrl().toString(),
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
    Optional<Overrides.Given> later =
        section.value("protocol").filter(given -> LATER_PROTOCOLS.contains(given.text()));
    if (later.isPresent()) {
      section.problem(
          "protocol",
          "'"
              + later.get().text()
              + "' is not supported by this version; use openai, anthropic or gemini");
      section.skipAll();
      return Optional.empty();
    }
    Optional<KnownProvider> known = KnownProvider.named(name);
    Optional<Protocol> protocol = section.chosen("protocol", Protocol.class);
    if (!section.has("protocol")) {
      protocol = known.map(KnownProvider::protocol);
      if (protocol.isEmpty()) {
        section.missing(
            "protocol",
            "one of " + String.join(", ", Section.wordsOf(Arrays.asList(Protocol.values()))));
      }
    }
    boolean atVendor = !section.has("baseUrl");
    Optional<URI> baseUrl =
        atVendor ? known.map(KnownProvider::baseUrl) : baseUrl(section, "baseUrl");
    if (atVendor && baseUrl.isEmpty()) {
      section.missing("baseUrl", "such as http://127.0.0.1:9001/v1");
    }
    Optional<Secret> apiKey = section.secret("apiKey");
    if (apiKey.isEmpty() && atVendor) {
      // A key from the environment goes to its vendor's own address only.
      apiKey = known.flatMap(this::keyOf);
    }
    apiKey
        .filter(key -> key.reveal().chars().anyMatch(letter -> letter <= ' ' || letter > '~'))
        .ifPresent(
            _ -> section.problem("apiKey", "holds a space or a character no header can carry"));
    String vendor =
        section.text(
            "vendor",
            known.or(() -> baseUrl.flatMap(KnownProvider::at)).map(KnownProvider::id).orElse(name));
    section.refuse("tenant", "default");
    List<ModelSettings> models = models(section);
    if (name.isEmpty() || protocol.isEmpty() || baseUrl.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ProviderSettings(
            name, vendor, protocol.get(), baseUrl.get(), apiKey.orElse(null), models));
  }

  private static Optional<URI> baseUrl(Section section, String key) {
    Optional<String> text = section.text(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI url = new URI(text.get().strip().replaceFirst("/+$", ""));
      String scheme = String.valueOf(url.getScheme());
      if (!(scheme.equals("http") || scheme.equals("https")) || url.getHost() == null) {
        section.problem(
            key, "'" + text.get() + "' is no address; write http:// or https:// and a host");
      } else if (url.getPort() == 0 || url.getPort() > 65_535) {
        section.problem(key, "port " + url.getPort() + " is out of range; from 1 to 65535");
      } else if (url.getRawUserInfo() != null) {
        section.problem(key, "holds a user or password; write the credential as apiKey");
      } else if (url.getRawQuery() != null || url.getRawFragment() != null) {
        section.problem(
            key, "holds a query or fragment; paths are appended to it, so end it before");
      } else {
        return Optional.of(url);
      }
    } catch (URISyntaxException broken) {
      section.problem(key, "'" + text.get() + "' is no address: " + broken.getReason());
    }
    return Optional.empty();
  }

  private List<ModelSettings> models(Section provider) {
    List<ModelSettings> models = new ArrayList<>();
    Set<String> names = new HashSet<>();
    String path = provider.path() + ".models";
    for (Node element : provider.elements("models")) {
      Origin origin = reading.origin(element.place());
      Optional<ModelSettings> model =
          element instanceof Node.Scalar
              ? reading.value(element, path).map(given -> ModelSettings.named(given.text()))
              : model(provider.of(element, path + "[" + names.size() + "]", origin));
      model
          .filter(read -> !names.add(read.name()))
          .ifPresent(read ->
              reading
                  .findings()
                  .problem(origin, path, "'" + read.name() + "' is listed twice; remove one"));
      model.ifPresent(models::add);
    }
    if (!models.isEmpty()) {
      reading
          .findings()
          .setting(
              path,
              String.join(", ", models.stream().map(ModelSettings::name).toList()),
              provider.originOf("models"));
    }
    return models;
  }

  private Optional<ModelSettings> model(Section section) {
    Optional<String> name = section.text("name").filter(given -> !given.isBlank());
    if (name.isEmpty()) {
      section.missing("name", "the model's name at the provider");
    }
    Optional<Price> price =
        section.has("price") ? price(section.section("price")) : Optional.empty();
    long contextWindow = section.count("contextWindow", 0, 0, MOST_TOKENS);
    long maxOutput = section.count("maxOutput", 0, 0, MOST_TOKENS);
    Set<String> capabilities = new LinkedHashSet<>();
    section.words("capabilities").forEach(word -> capabilities.add(word.text()));
    section.close();
    return name.map(given ->
        new ModelSettings(given, price.orElse(null), contextWindow, maxOutput, capabilities));
  }

  /** Dollars a million tokens; what is left out costs what it is a part of. */
  private static Optional<Price> price(Section section) {
    Optional<Long> input = nanoDollars(section, "input");
    Optional<Long> output = nanoDollars(section, "output");
    Optional<Long> cachedInput = nanoDollars(section, "cachedInput");
    Optional<Long> cacheWrite = nanoDollars(section, "cacheWrite");
    Optional<Long> reasoning = nanoDollars(section, "reasoning");
    section.refuse("tiers");
    section.close();
    for (String needed : List.of("input", "output")) {
      if (!section.has(needed)) {
        section.missing(needed, "US dollars a million tokens");
      }
    }
    if (input.isEmpty() || output.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Price(
            input.get(),
            output.get(),
            cachedInput.orElse(input.get()),
            cacheWrite.orElse(input.get()),
            reasoning.orElse(output.get()),
            "file"));
  }

  private static Optional<Long> nanoDollars(Section section, String key) {
    Optional<String> text = section.text(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (!text.get().matches("\\d{1,6}(\\.\\d{1,9})?")) {
      section.problem(
          key,
          "'"
              + text.get()
              + "' is no price; write US dollars a million tokens, such as 0.15, at most 10000");
      return Optional.empty();
    }
    long price = new BigDecimal(text.get()).movePointRight(9).longValueExact();
    if (price > Price.MOST) {
      section.problem(key, text.get() + " is out of range; from 0 to 10000");
      return Optional.empty();
    }
    return Optional.of(price);
  }
}
