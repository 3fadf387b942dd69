package dev.breakwater.gateway.route;

import dev.breakwater.gateway.access.Allowance;
import dev.breakwater.gateway.offers.Offers;
import dev.breakwater.gateway.rejection.Rejection;
import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.RouteSettings;
import dev.breakwater.gateway.settings.RouteTarget;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where every name leads that the clients of one tenant may ask for, made once for one snapshot of
 * what it sees. Every target that leaves it knows the owner of its provider.
 *
 * <p>A name is read in this order: a route's exact name; a route's pattern, the longest first;
 * {@code provider/model} where the first part is a configured provider; a bare model that a
 * provider lists; {@code auto}, also when the name is missing. Targets whose provider the tenant
 * does not see are left out.
 */
public final class RoutingTable {
  public static final String AUTO = "auto";

  private static final String OURS = "breakwater";

  /**
   * When there are more, all are forgotten: those in use come back at once, made-up ones do not.
   */
  private static final int MOST_REMEMBERED = 2_000;

  /** No model has a longer name; such are planned each time. */
  private static final int LONGEST_REMEMBERED = 200;

  private final Settings settings;
  private final ModelNames names;
  private final Map<String, RouteSettings> routes = new LinkedHashMap<>();
  private final List<RouteSettings> patterns;
  private volatile @Nullable List<ListedModel> models;
  private final Map<PlanKey, RoutePlan> plans = new ConcurrentHashMap<>();

  private record PlanKey(
      String asked, String environment, Allowance allowance, boolean conversation) {}

  /**
   * What a name leads to.
   *
   * @param known whether it leads anywhere
   * @param all the targets
   * @param allowed those of them that may answer this key
   */
  private record Lead(
      boolean known, List<Candidate> all, List<Candidate> allowed, AttemptSettings attempts) {
    static final Lead NOWHERE = new Lead(false, List.of(), List.of(), AttemptSettings.DEFAULT);
  }

  /**
   * Providers' own lists are not known.
   *
   * @param settings as one tenant sees them
   */
  public RoutingTable(Settings settings, VendorModels vendorModels) {
    this(settings, vendorModels, Offers.NONE);
  }

  /**
   * @param settings as one tenant sees them
   * @param offers what providers list themselves
   */
  public RoutingTable(Settings settings, VendorModels vendorModels, Offers offers) {
    this.settings = settings;
    this.names = new ModelNames(settings, vendorModels, offers);
    settings.routes().stream()
        .filter(route -> !route.isPattern())
        .forEach(route -> routes.put(route.name(), route));
    this.patterns =
        settings.routes().stream()
            .filter(RouteSettings::isPattern)
            .sorted(Comparator.comparingInt((RouteSettings route) -> -route.name().length()))
            .toList();
  }

  /** The targets for a name, for somebody who may ask for everything. */
  public RoutePlan plan(@Nullable String asked, String environment) {
    return plan(asked, environment, Allowance.ALL);
  }

  /** The targets for a conversation, for somebody whose key has an allowance. */
  public RoutePlan plan(@Nullable String asked, String environment, Allowance allowance) {
    return plan(asked, environment, allowance, true);
  }

  /**
   * The targets for a name, in the order in which they are to be tried.
   *
   * @param asked null or empty is {@code auto}
   * @param allowance the key's, see {@link AllowedTargets}
   * @param conversation whether the request is one, for which a model that only makes vectors is
   *     not meant; embeddings otherwise
   * @throws Rejection 404 for a name that leads nowhere, with the nearest ones; 403 for one that
   *     leads to nothing that the key may use; 503 when no provider is configured
   */
  public RoutePlan plan(
      @Nullable String asked, String environment, Allowance allowance, boolean conversation) {
    PlanKey key =
        new PlanKey(
            asked == null || asked.isEmpty() ? AUTO : asked, environment, allowance, conversation);
    RoutePlan known = plans.get(key);
    if (known != null) {
      return known;
    }
    RoutePlan plan = make(key);
    if (key.asked().length() <= LONGEST_REMEMBERED) {
      if (plans.size() >= MOST_REMEMBERED) {
        plans.clear();
      }
      plans.put(key, plan);
    }
    return plan;
  }

  /**
   * Whether a provider, or a chain or route, names a model.
   *
   * @param provider one that is not configured asks for any
   */
  public boolean lists(String provider, String model) {
    if (names.lists(provider, model)) {
      return true;
    }
    if (names.provider(provider) == null) {
      return model.equals(AUTO) || routes.containsKey(model);
    }
    return Stream.concat(
            settings.chains().values().stream().flatMap(chain -> chain.targets().stream()),
            settings.routes().stream().flatMap(route -> route.targets().stream()))
        .anyMatch(place ->
            place.target().provider().equals(provider) && place.target().model().equals(model));
  }

  /**
   * Everything that a key may ask for, each once, as it will be read: {@code auto}, the routes, the
   * models with and without provider.
   */
  public List<ListedModel> models(String environment, Allowance allowance) {
    List<ListedModel> all = all();
    if (allowance.isAll()) {
      return all;
    }
    Optional<ChainSettings> chain = settings.chain(environment);
    List<Candidate> chained = chained(chain);
    return all.stream()
        .filter(model ->
            Stream.of(true, false)
                .anyMatch(conversation ->
                    !lead(
                            new PlanKey(model.id(), environment, allowance, conversation),
                            chain,
                            chained)
                        .allowed()
                        .isEmpty()))
        .toList();
  }

  /** Made when it is asked for first, for most tables only serve requests. */
  private List<ListedModel> all() {
    List<ListedModel> known = models;
    if (known == null) {
      known = listed();
      models = known;
    }
    return known;
  }

  private List<ListedModel> listed() {
    Map<String, ListedModel> listed = new LinkedHashMap<>();
    listed.put(AUTO, new ListedModel(AUTO, OURS));
    routes.keySet().forEach(name -> listed.putIfAbsent(name, new ListedModel(name, OURS)));
    names.addTo(listed);
    return List.copyOf(listed.values());
  }

  private RoutePlan make(PlanKey key) {
    if (names.isEmpty()) {
      throw RouteProblems.nothingConfigured();
    }
    Optional<ChainSettings> chain = settings.chain(key.environment());
    Lead lead = lead(key, chain, chained(chain));
    if (!lead.known()) {
      if (names.offeredByAny(key.asked(), !key.conversation())) {
        throw RouteProblems.forOtherRequests(key.asked(), key.conversation());
      }
      throw RouteProblems.unknown(key.asked(), others(key));
    }
    if (lead.all().isEmpty()) {
      throw RouteProblems.nothingToUse(key.asked());
    }
    if (lead.allowed().isEmpty()) {
      throw RouteProblems.notAllowed(key.asked(), others(key));
    }
    return new RoutePlan(key.asked(), lead.allowed(), lead.attempts());
  }

  /** What may be asked for instead; the name itself may be listed for another kind of request. */
  private List<String> others(PlanKey key) {
    return models(key.environment(), key.allowance()).stream()
        .map(ListedModel::id)
        .filter(name -> !name.equals(key.asked()))
        .toList();
  }

  /**
   * @param chained the chain's targets, in order
   */
  private Lead lead(PlanKey key, Optional<ChainSettings> chain, List<Candidate> chained) {
    String asked = key.asked();
    Optional<RouteSettings> route = route(asked);
    if (route.isPresent()) {
      return byName(
          asked, candidates(route.get().targets()), route.get().attempts(), key.allowance());
    }
    AttemptSettings attempts = chain.map(ChainSettings::attempts).orElse(AttemptSettings.DEFAULT);
    return asked.equals(AUTO)
        ? byName(asked, chained, attempts, key.allowance())
        : named(key, chained, attempts);
  }

  private static Lead byName(
      String asked, List<Candidate> all, AttemptSettings attempts, Allowance allowance) {
    boolean whole = AllowedTargets.byName(allowance, asked);
    return new Lead(true, all, whole ? all : AllowedTargets.of(allowance, all), attempts);
  }

  /** The named target first, the chain's behind it as its fallbacks. */
  private Lead named(PlanKey key, List<Candidate> chained, AttemptSettings attempts) {
    Allowance allowance = key.allowance();
    List<Target> meant = meant(key, chained);
    if (meant.isEmpty()) {
      return Lead.NOWHERE;
    }
    Optional<Target> target =
        meant.stream().filter(it -> AllowedTargets.allows(allowance, it)).findFirst();
    List<Candidate> all =
        behind(candidate(target.orElse(meant.getFirst()), Candidate.NAMED_LEVEL), chained);
    return new Lead(
        true, all, target.isEmpty() ? List.of() : AllowedTargets.of(allowance, all), attempts);
  }

  private static List<Candidate> behind(Candidate named, List<Candidate> chained) {
    return Stream.concat(
            Stream.of(named), chained.stream().filter(it -> !it.target().equals(named.target())))
        .toList();
  }

  private Optional<RouteSettings> route(String asked) {
    RouteSettings exact = routes.get(asked);
    return exact != null
        ? Optional.of(exact)
        : patterns.stream().filter(route -> Patterns.matches(route.name(), asked)).findFirst();
  }

  /** The targets that a model's name may mean, the first choice first. */
  private List<Target> meant(PlanKey key, List<Candidate> chained) {
    String asked = key.asked();
    Optional<Target> named = names.withProvider(asked);
    if (named.isPresent()) {
      return List.of(named.get());
    }
    Stream<ProviderId> inOrder =
        Stream.concat(
            chained.stream().map(it -> it.target().providerId()),
            settings.providers().stream().map(ProviderSettings::id));
    return inOrder
        .distinct()
        .filter(it -> names.offers(it, asked, key.conversation()))
        .map(it -> new Target(it, asked))
        .toList();
  }

  /**
   * A chain's targets, each once. Where nobody has made a chain, what the tenant has of its own and
   * what is not among them comes last.
   */
  private List<Candidate> chained(Optional<ChainSettings> chain) {
    List<RouteTarget> places = new ArrayList<>(chain.map(ChainSettings::targets).orElse(List.of()));
    if (chain.isEmpty() || chain.get().origin() == ChainSettings.Origin.DERIVED) {
      for (ProviderSettings provider : settings.providers()) {
        if (!provider.id().isShared()
            && !provider.models().isEmpty()
            && places.stream().noneMatch(it -> it.target().provider().equals(provider.name()))) {
          Target target = new Target(provider.id(), provider.models().getFirst().name());
          places.add(new RouteTarget(target, places.isEmpty() ? 0 : places.getLast().level() + 1));
        }
      }
    }
    Set<Target> tried = new HashSet<>();
    return candidates(places).stream().filter(it -> tried.add(it.target())).toList();
  }

  /** Those at providers that the tenant sees. */
  private List<Candidate> candidates(List<RouteTarget> places) {
    List<Candidate> candidates = new ArrayList<>();
    for (RouteTarget place : places) {
      ProviderSettings provider = names.provider(place.target().provider());
      if (provider != null) {
        Target target = new Target(provider.id(), place.target().model());
        RouteTarget owned = new RouteTarget(target, place.level(), place.weight());
        candidates.add(new Candidate(owned, names.contextWindow(target), false));
      }
    }
    return candidates;
  }

  private Candidate candidate(Target named, int level) {
    return new Candidate(new RouteTarget(named, level), names.contextWindow(named), true);
  }
}
