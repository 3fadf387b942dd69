package dev.breakwater.operations.chains;

import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.CircuitSettings;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Retries;
import dev.breakwater.gateway.settings.RouteTarget;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.settings.Timeouts;
import dev.breakwater.operations.chains.ChainAnswer.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Applies a change to a chain and gathers everything that is wrong with it. */
final class ChainDraft {
  private static final long MOST_RETRIES = 20;
  private static final long MOST_FAILURES = 1_000;
  private static final long LOWEST_PRIORITY = 1_000;
  private static final Duration LONGEST_RETRY_DELAY = Duration.ofSeconds(60);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private final Settings settings;
  private final List<Problem> problems = new ArrayList<>();

  private ChainDraft(Settings settings) {
    this.settings = settings;
  }

  /** The chain that {@code change} makes of {@code base}, which is null when there is none yet. */
  static ChainAnswer of(
      String environment, @Nullable ChainSettings base, ChainChange change, Settings settings) {
    ChainDraft draft = new ChainDraft(settings);
    draft.checkEnvironment(environment);
    Optional<Target> primary = draft.primary(base, change);
    List<RouteTarget> fallbacks = draft.fallbacks(base, change);
    AttemptSettings attempts =
        draft.attempts(base == null ? AttemptSettings.DEFAULT : base.attempts(), change);
    if (!draft.problems.isEmpty() || primary.isEmpty()) {
      return new ChainAnswer.Refused(draft.problems);
    }
    return new ChainAnswer.Changed(
        ChainSettings.of(
            environment, primary.get(), fallbacks, attempts, ChainSettings.Origin.API));
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

  private Optional<Target> primary(@Nullable ChainSettings base, ChainChange change) {
    String provider =
        change.primaryProvider() != null || base == null
            ? change.primaryProvider()
            : base.primary().provider();
    String model =
        change.primaryModel() != null || base == null
            ? change.primaryModel()
            : base.primary().model();
    return target("primaryProvider", provider, "primaryModel", model);
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
      int priority = count(field + ".priority", wanted.priority(), 0, LOWEST_PRIORITY, index + 1);
      target.ifPresent(known -> fallbacks.add(new RouteTarget(known, priority)));
    }
    return fallbacks;
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

  private AttemptSettings attempts(AttemptSettings base, ChainChange change) {
    return new AttemptSettings(
        retries(base.retries(), change),
        circuit(base.circuit(), change),
        timeouts(base.timeouts(), change.timeouts()),
        change.onContentPolicy() == null
            ? base.answering()
            : base.answering().with(change.onContentPolicy()),
        base.choice());
  }

  private Retries retries(Retries base, ChainChange change) {
    return new Retries(
        count("maxRetries", change.maxRetries(), 0, MOST_RETRIES, base.maxRetries()),
        time(
            "retryDelay",
            change.retryDelay(),
            Duration.ZERO,
            LONGEST_RETRY_DELAY,
            base.retryDelay()),
        time(
            "retryAfterWait",
            change.retryAfterWait(),
            Duration.ZERO,
            LONGEST,
            base.retryAfterWait()));
  }

  private CircuitSettings circuit(CircuitSettings base, ChainChange change) {
    return new CircuitSettings(
        count(
            "circuitBreakerThreshold",
            change.circuitBreakerThreshold(),
            1,
            MOST_FAILURES,
            base.threshold()),
        time(
            "circuitBreakerResetTime",
            change.circuitBreakerResetTime(),
            SHORTEST,
            LONGEST,
            base.resetTime()));
  }

  private Timeouts timeouts(Timeouts base, ChainChange.Times change) {
    return new Timeouts(
        time("timeouts.connect", change.connect(), SHORTEST, LONGEST, base.connect()),
        time("timeouts.firstByte", change.firstByte(), SHORTEST, LONGEST, base.firstByte()),
        time("timeouts.idle", change.idle(), SHORTEST, LONGEST, base.idle()),
        time("timeouts.attempt", change.attempt(), SHORTEST, LONGEST, base.attempt()),
        time("timeouts.total", change.total(), SHORTEST, LONGEST, base.total()));
  }

  private int count(String field, @Nullable Long wanted, long least, long most, int otherwise) {
    if (wanted == null) {
      return otherwise;
    }
    if (wanted < least || wanted > most) {
      problem(field, "must be a whole number from " + least + " to " + most);
      return otherwise;
    }
    return Math.toIntExact(wanted);
  }

  private Duration time(
      String field, @Nullable Duration wanted, Duration least, Duration most, Duration otherwise) {
    if (wanted == null) {
      return otherwise;
    }
    if (wanted.compareTo(least) < 0 || wanted.compareTo(most) > 0) {
      problem(
          field, "must be from " + least.toMillis() + " to " + most.toMillis() + " milliseconds");
      return otherwise;
    }
    return wanted;
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
