package dev.breakwater.server.config;

import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.Choice;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.RouteSettings;
import dev.breakwater.gateway.settings.RouteTarget;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.operations.providers.KnownProvider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code chains} and {@code routes} against the configured providers. */
final class ChainSection {
  private static final int FIRST_LEVEL = 0;

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
        .anyBelow(section.path() + "." + Settings.PRODUCTION)
        .ifPresent(given -> environments.putIfAbsent(Settings.PRODUCTION, given.origin()));
    Map<String, ChainSettings> chains = new LinkedHashMap<>();
    environments.forEach((environment, origin) -> {
      if (!Names.isName(environment)) {
        reading
            .findings()
            .problem(origin, section.path() + "." + environment, Names.complaint(environment));
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
    TargetKeys keys = new TargetKeys(reading, providers);
    Optional<RouteTarget> primary = keys.primary(section);
    List<RouteTarget> fallbacks = new ArrayList<>();
    List<Node> elements = section.elements("fallbacks");
    for (int index = 0; index < elements.size(); index++) {
      keys.read(elements.get(index), section.path() + ".fallbacks[" + index + "]", index + 1)
          .ifPresent(fallbacks::add);
    }
    show(section, "fallbacks", fallbacks);
    AttemptSettings attempts = AttemptKeys.read(section, AttemptSettings.DEFAULT);
    section.close();
    if (primary.isEmpty()) {
      return Optional.empty();
    }
    List<RouteTarget> targets = new ArrayList<>(fallbacks);
    targets.addFirst(primary.get());
    ChoiceWarnings.tell(
        section,
        attempts.choice(),
        targets,
        "list {target: provider/model, priority: 0} among the fallbacks to make a target the"
            + " primary's equal, or give two fallbacks the same priority");
    return Optional.of(
        new ChainSettings(environment, targets, attempts, ChainSettings.Origin.FILE));
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
            reading
                .findings()
                .problem(origin, section.path(), "a route's name has 1 to 200 characters");
          }
          if (section.has(name)) {
            route(section.section(name), name, inherited).ifPresent(routes::add);
          } else {
            section.missing(name, "give it targets, or remove it");
          }
        });
    return routes;
  }

  /**
   * In a route that takes its targets in order, each is a level of its own by its position; in any
   * other, all are one level. A target's own priority wins over both.
   */
  private Optional<RouteSettings> route(Section section, String name, AttemptSettings inherited) {
    AttemptSettings attempts = AttemptKeys.read(section, inherited);
    boolean inOrder = attempts.choice().strategy() == Choice.Strategy.PRIORITY;
    TargetKeys keys = new TargetKeys(reading, providers);
    List<RouteTarget> targets = new ArrayList<>();
    List<Node> elements = section.elements("targets");
    for (int index = 0; index < elements.size(); index++) {
      keys.read(
              elements.get(index),
              section.path() + ".targets[" + index + "]",
              inOrder ? index : FIRST_LEVEL)
          .ifPresent(targets::add);
    }
    if (elements.isEmpty()) {
      section.missing("targets", "a list such as [openai/gpt-4o-mini]");
    }
    show(section, "targets", targets);
    section.close();
    ChoiceWarnings.tell(
        section, attempts.choice(), targets, "list two targets or more, with the same priority");
    return targets.isEmpty()
        ? Optional.empty()
        : Optional.of(new RouteSettings(name, targets, attempts));
  }

  private void show(Section section, String key, List<RouteTarget> targets) {
    if (!targets.isEmpty()) {
      reading
          .findings()
          .setting(
              section.path() + "." + key,
              String.join(", ", targets.stream().map(it -> it.target().toString()).toList()),
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
