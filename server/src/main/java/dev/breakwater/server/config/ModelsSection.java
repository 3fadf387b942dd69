package dev.breakwater.server.config;

import dev.breakwater.gateway.price.Price;
import dev.breakwater.gateway.settings.ModelSettings;
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
        section.has("price") ? PriceSection.read(section.section("price")) : Optional.empty();
    long contextWindow = section.count("contextWindow", 0, 0, MOST_TOKENS);
    long maxOutput = section.count("maxOutput", 0, 0, MOST_TOKENS);
    Set<String> capabilities = new LinkedHashSet<>();
    section.words("capabilities").forEach(word -> capabilities.add(word.text()));
    section.close();
    return name.map(given ->
        new ModelSettings(given, price.orElse(null), contextWindow, maxOutput, capabilities));
  }
}
