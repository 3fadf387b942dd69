package dev.breakwater.server.config;

import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.RouteSettings;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.TenantSettings;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code tenants}: what each has of its own, by the readers of what all share. A provider
 * that stands among the shared ones with a {@code tenant} belongs to that one all the same.
 */
final class TenantSection {
  /** The tenant of paid health probes, which nobody else may be. */
  static final String RESERVED = "system";

  static final String RESERVED_COMPLAINT = "'" + RESERVED + "' is Breakwater's own; choose another";

  private final Reading reading;
  private final ProviderSection providers;
  private final Map<String, DeclaredTenant> declared = new LinkedHashMap<>();
  private final Map<String, TenantSettings> settings = new LinkedHashMap<>();

  TenantSection(Reading reading, ProviderSection providers) {
    this.reading = reading;
    this.providers = providers;
  }

  /** Reads every tenant's own providers, so that it is known whether there are any at all. */
  List<ProviderSettings> providers(Section root) {
    Set<String> ids = new LinkedHashSet<>();
    return root.sections("tenants", "id").stream()
        .flatMap(section ->
            id(section)
                .filter(id -> isNew(section, ids, id))
                .map(id -> providers.readOwn(section, id).stream())
                .orElseGet(() -> providers.readOwn(section, RESERVED).stream()))
        .toList();
  }

  /**
   * Reads the rest.
   *
   * @param all every provider there is, each tenant's own too
   * @param shared the names of those that all may use
   * @param production the shared chain, if there is one; what routes leave out is taken from it
   */
  void read(
      Section root,
      List<ProviderSettings> all,
      Set<String> shared,
      Optional<ChainSettings> production) {
    all.stream()
        .filter(provider -> !provider.id().isShared())
        .forEach(provider -> known(provider.id().owner()));
    for (Section section : root.sections("tenants", "id")) {
      String id = section.value("id").map(Overrides.Given::text).orElse("");
      DeclaredTenant tenant = declaration(section, id);
      if (Names.isName(id)) {
        declared.put(id, tenant);
      }
      read(section, id, own(all, id), shared, production);
      section.skip("providers");
      section.refuse("budget");
      section.refuse("limits");
      section.close();
    }
    all.stream()
        .map(provider -> provider.id().owner())
        .filter(owner -> !owner.isEmpty() && !settings.containsKey(owner))
        .distinct()
        .forEach(owner ->
            settings.put(
                owner,
                withChain(TenantSettings.NOTHING.withProviders(own(all, owner)), production)));
  }

  /** By id; those with nothing of their own are left out. */
  Map<String, TenantSettings> settings() {
    return settings;
  }

  /** All that the file names, and {@code default}. */
  List<DeclaredTenant> declared(List<KeySettings> keys) {
    known(DeclaredTenant.DEFAULT.id());
    keys.forEach(key -> known(key.virtualKey().tenant()));
    return List.copyOf(declared.values());
  }

  private void known(String id) {
    declared.putIfAbsent(id, DeclaredTenant.named(id));
  }

  private static List<ProviderSettings> own(List<ProviderSettings> all, String id) {
    return all.stream().filter(provider -> provider.id().owner().equals(id)).toList();
  }

  private static Optional<String> id(Section section) {
    Optional<String> id = Names.read(section, "id", "a short name such as acme");
    if (id.isPresent() && id.get().equals(RESERVED)) {
      section.problem("id", RESERVED_COMPLAINT);
      return Optional.empty();
    }
    return id;
  }

  private static boolean isNew(Section section, Set<String> ids, String id) {
    if (ids.add(id)) {
      return true;
    }
    section.problem("id", "a second tenant '" + id + "'; write all of it in one place");
    return false;
  }

  private static DeclaredTenant declaration(Section section, String id) {
    String name = section.text("name", id);
    if (name.isBlank() || name.length() > 200) {
      section.problem("name", "a tenant's name has 1 to 200 characters");
    }
    Optional<ZoneId> timezone =
        section.has("timezone") ? Optional.of(Timezone.read(section)) : Optional.empty();
    return new DeclaredTenant(id, name, timezone);
  }

  private void read(
      Section section,
      String id,
      List<ProviderSettings> own,
      Set<String> shared,
      Optional<ChainSettings> production) {
    Set<String> withheld = withheld(section, shared);
    Set<String> seen = new LinkedHashSet<>(providers.names(id));
    shared.stream().filter(name -> !withheld.contains(name)).forEach(seen::add);
    ChainSection chains = new ChainSection(reading, List.copyOf(seen));
    Map<String, ChainSettings> ownChains = chains.chains(section);
    AttemptSettings inherited =
        Optional.ofNullable(ownChains.get(Settings.PRODUCTION))
            .or(() -> production)
            .map(ChainSettings::attempts)
            .orElse(AttemptSettings.DEFAULT);
    List<RouteSettings> routes = chains.routes(section, inherited);
    TenantSettings all =
        withChain(new TenantSettings(own, ownChains, routes, withheld), production);
    if (!all.equals(TenantSettings.NOTHING)) {
      settings.put(id, all);
    }
  }

  /** Where nobody shares a chain, its own providers make one, as the shared ones would. */
  private static TenantSettings withChain(TenantSettings own, Optional<ChainSettings> production) {
    if (production.isPresent() || own.chains().containsKey(Settings.PRODUCTION)) {
      return own;
    }
    Map<String, ChainSettings> chains = new LinkedHashMap<>(own.chains());
    ChainSection.derived(own.providers()).ifPresent(it -> chains.put(Settings.PRODUCTION, it));
    return own.withChains(chains);
  }

  private Set<String> withheld(Section section, Set<String> shared) {
    Set<String> names = new LinkedHashSet<>();
    for (Overrides.Given given : section.words("withhold")) {
      if (!names.add(given.text())) {
        reading
            .findings()
            .problem(
                given.origin(),
                section.path() + ".withhold",
                "'" + given.text() + "' stands here twice; remove one");
      } else if (!shared.contains(given.text())) {
        reading
            .findings()
            .warning(
                given.origin(),
                section.path() + ".withhold",
                "no shared provider is named '"
                    + given.text()
                    + "' here; "
                    + Nearest.remedy(given.text(), shared));
      }
    }
    return names;
  }
}
