package dev.breakwater.server.config;

import dev.breakwater.gateway.price.Price;
import dev.breakwater.gateway.settings.ModelSettings;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the models that are listed for a provider, with what the catalogue does not know. */
final class ModelsSection {
  private static final long MOST_TOKENS = 100_000_000;

  private final Reading reading;

  ModelsSection(Reading reading) {
    this.reading = reading;
  }

  List<ModelSettings> read(Section provider) {
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
