package dev.breakwater.gateway.route;

import dev.breakwater.gateway.rejection.Rejection;
import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.ModelSettings;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.RouteSettings;
import dev.breakwater.gateway.settings.RouteTarget;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Problem.Kind;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where every name leads that clients may ask for, made once for one snapshot of the settings.
 *
 * <p>A name is read in this order: a route's exact name; a route's pattern, the longest first;
 * {@code provider/model} where the first part is a configured provider; a bare model that a
 * provider lists; {@code auto}, also when the name is missing.
 */
public final class RoutingTable {
  public static final String AUTO = "auto";

  private static final String OURS = "breakwater";

  /** More names than this are planned each time, so that made-up ones cannot fill the memory. */
  private static final int MOST_REMEMBERED = 10_000;

  /** Nor names of this length, which no model has. */
  private static final int LONGEST_REMEMBERED = 200;

  private final Settings settings;
  private final Map<String, Set<String>> modelsByProvider;
  private final Map<String, RouteSettings> routes = new LinkedHashMap<>();
  private final List<RouteSettings> patterns;
  private final Map<PlanKey, RoutePlan> plans = new ConcurrentHashMap<>();

  private record PlanKey(String asked, String environment) {}

  public RoutingTable(Settings settings, VendorModels vendorModels) {
    this.settings = settings;
    this.modelsByProvider = listModels(settings, vendorModels);
    settings.routes().stream()
        .filter(route -> !route.isPattern())
        .forEach(route -> routes.put(route.name(), route));
    this.patterns =
        settings.routes().stream()
            .filter(RouteSettings::isPattern)
            .sorted(Comparator.comparingInt((RouteSettings route) -> -route.name().length()))
            .toList();
  }

  /** Whether this is the table of that very snapshot. */
  @SuppressWarnings("ReferenceEquality") // comparing whole configurations for each request is dear
  boolean isFor(Settings snapshot) {
    return settings == snapshot;
  }

  /**
   * The targets for a name, in the order in which they are to be tried.
   *
   * @param asked null or empty is {@code auto}
   * @throws Rejection 404 for a name that leads nowhere, with the nearest ones; 503 when no
   *     provider is configured
   */
  public RoutePlan plan(@Nullable String asked, String environment) {
    PlanKey key = new PlanKey(asked == null || asked.isEmpty() ? AUTO : asked, environment);
    RoutePlan known = plans.get(key);
    if (known != null) {
      return known;
    }
    RoutePlan plan = make(key.asked(), environment);
    if (plans.size() < MOST_REMEMBERED && key.asked().length() <= LONGEST_REMEMBERED) {
      plans.put(key, plan);
    }
    return plan;
  }

  /**
   * Whether a provider, or a chain or route of ours, names a model.
   *
   * @param provider one that is not configured asks for any
   */
  public boolean lists(String provider, String model) {
    Set<String> its = modelsByProvider.get(provider);
    if (its == null) {
      return model.equals(AUTO)
          || routes.containsKey(model)
          || modelsByProvider.values().stream().anyMatch(models -> models.contains(model));
    }
    return its.contains(model)
        || Stream.concat(
                settings.chains().values().stream().flatMap(chain -> chain.targets().stream()),
                settings.routes().stream().flatMap(route -> route.targets().stream()))
            .anyMatch(place ->
                place.target().provider().equals(provider) && place.target().model().equals(model));
  }

  /**
   * Everything that may be asked for, each once, as it will be read: {@code auto}, the routes, the
   * models with and without provider.
   */
  public List<ListedModel> models() {
    Map<String, ListedModel> listed = new LinkedHashMap<>();
    list(AUTO, OURS, listed);
    routes.keySet().forEach(name -> list(name, OURS, listed));
    modelsByProvider.forEach((provider, models) ->
        models.forEach(model -> list(provider + "/" + model, provider, listed)));
    modelsByProvider.forEach(
        (provider, models) -> models.forEach(model -> list(model, provider, listed)));
    return List.copyOf(listed.values());
  }

  private static void list(String id, String ownedBy, Map<String, ListedModel> listed) {
    listed.putIfAbsent(id, new ListedModel(id, ownedBy));
  }

  private RoutePlan make(String asked, String environment) {
    ChainSettings chain = settings.chain(environment).orElseThrow(RoutingTable::nothingConfigured);
    Optional<RouteSettings> route = route(asked);
    if (route.isPresent()) {
      return new RoutePlan(
          asked,
          route.get().targets().stream().map(place -> candidate(place, false)).toList(),
          route.get().attempts());
    }
    Optional<Target> named = asked.equals(AUTO) ? Optional.empty() : named(asked, chain);
    if (named.isEmpty() && !asked.equals(AUTO)) {
      throw unknown(asked);
    }
    Set<Target> tried = new HashSet<>();
    named.ifPresent(tried::add);
    List<Candidate> candidates =
        Stream.concat(
                named
                    .map(it -> candidate(new RouteTarget(it, Candidate.NAMED_LEVEL), true))
                    .stream(),
                chain.targets().stream()
                    .filter(place -> tried.add(place.target()))
                    .map(place -> candidate(place, false)))
            .toList();
    return new RoutePlan(asked, candidates, chain.attempts());
  }

  private Optional<RouteSettings> route(String asked) {
    RouteSettings exact = routes.get(asked);
    return exact != null
        ? Optional.of(exact)
        : patterns.stream().filter(route -> matches(route.name(), asked)).findFirst();
  }

  /** Whether a name fits a pattern in which each {@code *} stands for anything. */
  static boolean matches(String pattern, String name) {
    String[] parts = pattern.split("\\*", -1);
    if (!name.startsWith(parts[0])) {
      return false;
    }
    int from = parts[0].length();
    for (int i = 1; i < parts.length - 1; i++) {
      int at = name.indexOf(parts[i], from);
      if (at < 0) {
        return false;
      }
      from = at + parts[i].length();
    }
    String end = parts[parts.length - 1];
    return name.length() - from >= end.length() && name.endsWith(end);
  }

  private Optional<Target> named(String asked, ChainSettings chain) {
    int slash = asked.indexOf('/');
    if (slash > 0
        && slash < asked.length() - 1
        && settings.provider(asked.substring(0, slash)).isPresent()) {
      return Optional.of(Target.parse(asked));
    }
    Stream<String> inOrder =
        Stream.concat(
            chain.targets().stream().map(place -> place.target().provider()),
            settings.providers().stream().map(ProviderSettings::name));
    return inOrder
        .filter(provider -> modelsByProvider.getOrDefault(provider, Set.of()).contains(asked))
        .findFirst()
        .map(provider -> new Target(provider, asked));
  }

  private Candidate candidate(RouteTarget place, boolean named) {
    Target target = place.target();
    long contextWindow =
        settings.provider(target.provider()).stream()
            .flatMap(provider -> provider.models().stream())
            .filter(model -> model.name().equals(target.model()))
            .mapToLong(ModelSettings::contextWindow)
            .findFirst()
            .orElse(0);
    return new Candidate(place, contextWindow, named);
  }

  private Rejection unknown(String asked) {
    List<String> nearest = NearestNames.of(asked, models().stream().map(ListedModel::id).toList());
    String shown = asked.length() <= 100 ? asked : asked.substring(0, 100) + "…";
    return Rejection.of(
        Problem.of(
                Kind.NOT_FOUND,
                404,
                "The model '"
                    + shown
                    + "' is not known here; the nearest names are: "
                    + String.join(", ", nearest)
                    + ".")
            .at("model")
            .coded("model_not_found"));
  }

  private static Rejection nothingConfigured() {
    return Rejection.retryLater(
        Problem.of(
                Kind.UNAVAILABLE,
                503,
                "No provider is configured. Add one under 'providers' in breakwater.yaml, or start"
                    + " with --simulate.")
            .coded("no_provider"),
        java.time.Duration.ofSeconds(60));
  }

  private static Map<String, Set<String>> listModels(Settings settings, VendorModels vendorModels) {
    Map<String, Set<String>> models = new LinkedHashMap<>();
    for (ProviderSettings provider : settings.providers()) {
      Set<String> names = new LinkedHashSet<>();
      provider.models().forEach(model -> names.add(model.name()));
      names.addAll(vendorModels.of(provider.vendor()));
      models.put(provider.name(), names);
    }
    return models;
  }
}
