package dev.breakwater.server.config;

import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.RouteSettings;
import dev.breakwater.gateway.settings.RouteTarget;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code chains} and {@code routes} against the configured providers. */
final class ChainSection {

  private final Reading reading;
  private final List<String> providers;

  /**
   * @param providers the names that targets may begin with
   */
  ChainSection(Reading reading, List<String> providers) {
    this.reading = reading;
    this.providers = providers;
  }

  Map<String, ChainSettings> chains(Section root) {
    Section section = root.section("chains");
    Map<String, Origin> environments = new LinkedHashMap<>(section.names());
    reading
        .overrides()
        .anyBelow("chains." + Settings.PRODUCTION)
        .ifPresent(given -> environments.putIfAbsent(Settings.PRODUCTION, given.origin()));
    Map<String, ChainSettings> chains = new LinkedHashMap<>();
    environments.forEach((environment, origin) -> {
      if (!Names.isName(environment)) {
        reading.findings().problem(origin, "chains." + environment, Names.complaint(environment));
      }
      if (section.has(environment)) {
        chain(section.section(environment), environment)
            .ifPresent(chain -> chains.put(environment, chain));
      } else {
        section.missing(environment, "give it a primary, or remove it");
      }
    });
    return chains;
  }

  private Optional<ChainSettings> chain(Section section, String environment) {
    Set<Target> seen = new HashSet<>();
    Optional<Target> primary =
        section
            .text("primary")
            .flatMap(text ->
                target(section.originOf("primary"), section.path() + ".primary", text, seen));
    if (!section.has("primary")) {
      section.missing("primary", "a provider/model such as openai/gpt-4o-mini");
    }
    List<RouteTarget> fallbacks = new ArrayList<>();
    for (Node element : section.elements("fallbacks")) {
      String path = section.path() + ".fallbacks[" + fallbacks.size() + "]";
      int position = fallbacks.size() + 1;
      if (element instanceof Node.Mapping) {
        Section item = section.of(element, path, reading.origin(element.place()));
        int priority = item.integer("priority", position, 0, 1_000);
        targetOf(item, seen).ifPresent(target -> fallbacks.add(new RouteTarget(target, priority)));
      } else {
        reading
            .value(element, path)
            .flatMap(given -> target(given.origin(), path, given.text(), seen))
            .ifPresent(target -> fallbacks.add(new RouteTarget(target, position)));
      }
    }
    show(section, "fallbacks", fallbacks.stream().map(RouteTarget::target).toList());
    AttemptSettings attempts = AttemptKeys.read(section, AttemptSettings.DEFAULT);
    section.close();
    return primary.map(target ->
        ChainSettings.of(environment, target, fallbacks, attempts, ChainSettings.Origin.FILE));
  }

  /**
   * @param inherited production's settings, for what a route leaves out
   */
  List<RouteSettings> routes(Section root, AttemptSettings inherited) {
    Section section = root.section("routes");
    List<RouteSettings> routes = new ArrayList<>();
    section
        .names()
        .forEach((name, origin) -> {
          if (name.isBlank() || name.length() > 200) {
            reading.findings().problem(origin, "routes", "a route's name has 1 to 200 characters");
          }
          if (section.has(name)) {
            route(section.section(name), name, inherited).ifPresent(routes::add);
          } else {
            section.missing(name, "give it targets, or remove it");
          }
        });
    return routes;
  }

  private Optional<RouteSettings> route(Section section, String name, AttemptSettings inherited) {
    Set<Target> seen = new HashSet<>();
    List<RouteTarget> targets = new ArrayList<>();
    List<Node> elements = section.elements("targets");
    for (Node element : elements) {
      int place = targets.size();
      String path = section.path() + ".targets[" + place + "]";
      if (element instanceof Node.Mapping) {
        targetOf(section.of(element, path, reading.origin(element.place())), seen)
            .ifPresent(target -> targets.add(new RouteTarget(target, place)));
      } else {
        reading
            .value(element, path)
            .flatMap(given -> target(given.origin(), path, given.text(), seen))
            .ifPresent(target -> targets.add(new RouteTarget(target, place)));
      }
    }
    if (elements.isEmpty()) {
      section.missing("targets", "a list such as [openai/gpt-4o-mini]");
    }
    show(section, "targets", targets.stream().map(RouteTarget::target).toList());
    AttemptSettings attempts = AttemptKeys.read(section, inherited);
    section.close();
    return targets.isEmpty()
        ? Optional.empty()
        : Optional.of(new RouteSettings(name, targets, attempts));
  }

  /** The long form: {@code {target: openai/gpt-4o}}. */
  private Optional<Target> targetOf(Section item, Set<Target> seen) {
    Optional<Target> target =
        item.text("target")
            .flatMap(text -> target(item.originOf("target"), item.path() + ".target", text, seen));
    if (!item.has("target")) {
      item.missing("target", "a provider/model such as openai/gpt-4o-mini");
    }
    item.refuse("weight", "1");
    item.close();
    return target;
  }

  private Optional<Target> target(Origin origin, String path, String text, Set<Target> seen) {
    Target target;
    try {
      target = Target.parse(text.strip());
    } catch (IllegalArgumentException notOne) {
      reading.findings().problem(origin, path, String.valueOf(notOne.getMessage()));
      return Optional.empty();
    }
    if (!providers.contains(target.provider())) {
      reading
          .findings()
          .problem(
              origin,
              path,
              "no provider '"
                  + target.provider()
                  + "' is configured; "
                  + Nearest.remedy(target.provider(), providers));
      return Optional.empty();
    }
    if (!seen.add(target)) {
      reading.findings().problem(origin, path, target + " stands here twice; remove one");
      return Optional.empty();
    }
    return Optional.of(target);
  }

  private void show(Section section, String key, List<Target> targets) {
    if (!targets.isEmpty()) {
      reading
          .findings()
          .setting(
              section.path() + "." + key,
              String.join(", ", targets.stream().map(Target::toString).toList()),
              section.originOf(key));
    }
  }

  /** Each provider's default model in the providers' order; empty when none has one. */
  static Optional<ChainSettings> derived(List<ProviderSettings> providers) {
    List<Target> targets = new ArrayList<>();
    for (ProviderSettings provider : providers) {
      defaultModel(provider).ifPresent(model -> targets.add(new Target(provider.name(), model)));
    }
    if (targets.isEmpty()) {
      return Optional.empty();
    }
    List<RouteTarget> fallbacks = new ArrayList<>();
    for (Target target : targets.subList(1, targets.size())) {
      fallbacks.add(new RouteTarget(target, fallbacks.size() + 1));
    }
    return Optional.of(
        ChainSettings.of(
            Settings.PRODUCTION,
            targets.getFirst(),
            fallbacks,
            AttemptSettings.DEFAULT,
            ChainSettings.Origin.DERIVED));
  }

  static Optional<String> defaultModel(ProviderSettings provider) {
    return provider.models().isEmpty()
        ? KnownProvider.named(provider.vendor()).map(KnownProvider::defaultModel)
        : Optional.of(provider.models().getFirst().name());
  }
}
