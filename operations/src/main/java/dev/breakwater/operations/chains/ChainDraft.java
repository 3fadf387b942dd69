package dev.breakwater.operations.chains;

import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.RouteTarget;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.operations.chains.ChainAnswer.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Applies a change to a chain and gathers everything that is wrong with it. */
final class ChainDraft {
  private static final long LOWEST_PRIORITY = 1_000;
  private static final long MOST_WEIGHT = 1_000;

  private final Settings settings;
  private final List<Problem> problems = new ArrayList<>();
  private final ChainValues values = new ChainValues(problems);

  private ChainDraft(Settings settings) {
    this.settings = settings;
  }

  /** The chain that {@code change} makes of {@code base}, which is null when there is none yet. */
  static ChainAnswer of(
      String environment, @Nullable ChainSettings base, ChainChange change, Settings settings) {
    ChainDraft draft = new ChainDraft(settings);
    draft.checkEnvironment(environment);
    Optional<RouteTarget> primary = draft.primary(base, change.primary());
    List<RouteTarget> fallbacks = draft.fallbacks(base, change);
    AttemptSettings attempts =
        draft.values.attempts(base == null ? AttemptSettings.DEFAULT : base.attempts(), change);
    if (!draft.problems.isEmpty() || primary.isEmpty()) {
      return new ChainAnswer.Refused(draft.problems);
    }
    List<RouteTarget> targets = new ArrayList<>(fallbacks);
    targets.addFirst(primary.get());
    return new ChainAnswer.Changed(
        new ChainSettings(environment, targets, attempts, ChainSettings.Origin.API));
  }

  private void checkEnvironment(String environment) {
    boolean plain =
        !environment.isBlank()
            && environment.length() <= 64
            && environment.chars().noneMatch(Character::isISOControl);
    if (!plain) {
      problem("environment", "must be a name of 1 to 64 characters");
    }
  }

  private Optional<RouteTarget> primary(@Nullable ChainSettings base, ChainChange.Primary change) {
    RouteTarget known = base == null ? null : base.targets().getFirst();
    String provider =
        change.provider() != null || known == null ? change.provider() : known.target().provider();
    String model =
        change.model() != null || known == null ? change.model() : known.target().model();
    int weight = weight("primaryWeight", change.weight(), known == null ? 1 : known.weight());
    return target("primaryProvider", provider, "primaryModel", model)
        .map(it -> new RouteTarget(it, ChainSettings.PRIMARY_LEVEL, weight));
  }

  private List<RouteTarget> fallbacks(@Nullable ChainSettings base, ChainChange change) {
    if (change.fallbackProviders() == null) {
      return base == null ? List.of() : base.fallbacks();
    }
    List<RouteTarget> fallbacks = new ArrayList<>();
    for (int index = 0; index < change.fallbackProviders().size(); index++) {
      ChainChange.Fallback wanted = change.fallbackProviders().get(index);
      String field = "fallbackProviders[" + index + "]";
      Optional<Target> target =
          target(field + ".provider", wanted.provider(), field + ".model", wanted.model());
      int priority =
          values.count(field + ".priority", wanted.priority(), 0, LOWEST_PRIORITY, index + 1);
      int weight = weight(field + ".weight", wanted.weight(), 1);
      target.ifPresent(known -> fallbacks.add(new RouteTarget(known, priority, weight)));
    }
    return fallbacks;
  }

  private int weight(String field, @Nullable Long wanted, int otherwise) {
    return values.count(field, wanted, 1, MOST_WEIGHT, otherwise);
  }

  private Optional<Target> target(
      String providerField, @Nullable String provider, String modelField, @Nullable String model) {
    boolean good = true;
    if (provider == null || provider.isEmpty()) {
      problem(providerField, "is missing; configured providers are " + names());
      good = false;
    } else if (settings.provider(provider).isEmpty()) {
      problem(
          providerField, "'" + provider + "' is not a configured provider; there are " + names());
      good = false;
    }
    if (model == null || model.isBlank()) {
      problem(modelField, "is missing");
      good = false;
    }
    return good && provider != null && model != null
        ? Optional.of(new Target(provider, model))
        : Optional.empty();
  }

  private String names() {
    return settings.providers().isEmpty()
        ? "none"
        : String.join(", ", settings.providers().stream().map(ProviderSettings::name).toList());
  }

  private void problem(String field, String message) {
    problems.add(new Problem(field, message));
  }
}
