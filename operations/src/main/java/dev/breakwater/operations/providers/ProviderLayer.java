package dev.breakwater.operations.providers;

import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.TenantSettings;
import dev.breakwater.operations.providers.ProviderAnswer.Problem;
import dev.breakwater.operations.settings.SettingsLayer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the API says of providers, laid over file and environment. */
final class ProviderLayer implements SettingsLayer {
  private final Function<ProviderSettings, ProviderOrigin> origins;
  private volatile StoredProviders known = StoredProviders.NONE;

  ProviderLayer(Function<ProviderSettings, ProviderOrigin> origins) {
    this.origins = origins;
  }

  StoredProviders known() {
    return known;
  }

  void set(StoredProviders now) {
    known = now;
  }

  @Override
  public Settings over(Settings below) {
    StoredProviders now = known;
    Settings all = below.withProviders(over(below.providers(), ProviderId.SHARED, now));
    Set<String> tenants = new LinkedHashSet<>(below.tenants().keySet());
    now.providers().keySet().stream()
        .filter(id -> !id.isShared())
        .forEach(id -> tenants.add(id.owner()));
    tenants.addAll(now.withheld().keySet());
    for (String tenant : tenants) {
      TenantSettings own = below.tenant(tenant);
      Set<String> withheld = new HashSet<>(own.withheld());
      withheld.addAll(now.withheld().getOrDefault(tenant, Set.of()));
      all =
          all.withTenant(
              tenant, own.withProviders(over(own.providers(), tenant, now)).withWithheld(withheld));
    }
    return all;
  }

  private List<ProviderSettings> over(
      List<ProviderSettings> below, String owner, StoredProviders now) {
    List<ProviderSettings> merged = new ArrayList<>();
    for (ProviderSettings provider : below) {
      StoredProvider said = now.providers().get(provider.id());
      if (said == null) {
        merged.add(provider);
      } else {
        holding(said, provider, now).ifPresent(merged::add);
      }
    }
    now.providers().values().stream()
        .filter(said -> said.providerId().owner().equals(owner))
        .filter(said -> below.stream().noneMatch(it -> it.id().equals(said.providerId())))
        .forEach(said -> holding(said, null, now).ifPresent(merged::add));
    return merged;
  }

  private static Optional<ProviderSettings> holding(
      StoredProvider said, @Nullable ProviderSettings below, StoredProviders now) {
    return said.deleted() || !said.active() || now.isLocked(said)
        ? Optional.empty()
        : merged(said, below, now).settings();
  }

  private static ProviderMerge.Result merged(
      StoredProvider said, @Nullable ProviderSettings below, StoredProviders now) {
    return ProviderMerge.of(
        said.providerId(),
        said.alone() ? null : below,
        said.leaves(),
        now.credentials().get(said.providerId()));
  }

  /** What the file says of one; null where it says nothing. */
  @Nullable ProviderSettings file(Settings bottom, ProviderId id) {
    return bottom.provider(id).orElse(null);
  }

  /** What file and environment say of all. */
  List<ProviderSettings> below(Settings bottom) {
    return bottom.everyProvider();
  }

  /** What was said of one until now, or that nothing was. */
  StoredProvider stored(ProviderId id, Instant now) {
    StoredProvider said = known.providers().get(id);
    return said == null ? StoredProvider.untouched(id, now) : said;
  }

  @Nullable Credential credential(ProviderId id) {
    return known.credentials().get(id);
  }

  /**
   * @param tenant whose view it is: its own, and the shared ones that it does not shadow; empty for
   *     all there are
   */
  List<ProviderView> views(List<ProviderSettings> below, Optional<String> tenant) {
    StoredProviders now = known;
    Map<ProviderId, ProviderView> all = new LinkedHashMap<>();
    below.forEach(provider -> all.put(provider.id(), view(provider.id(), provider, now)));
    now.providers().keySet().forEach(id -> all.computeIfAbsent(id, it -> view(it, null, now)));
    if (tenant.isEmpty()) {
      return List.copyOf(all.values());
    }
    Set<String> withheld = now.withheld().getOrDefault(tenant.get(), Set.of());
    return all.values().stream()
        .filter(it -> it.providerId().isShared() || it.providerId().owner().equals(tenant.get()))
        .filter(it -> !isShadowed(it.providerId(), all, tenant.get()))
        .map(it ->
            it.providerId().isShared() && withheld.contains(it.providerId().name())
                ? switchedOff(it)
                : it)
        .toList();
  }

  private static boolean isShadowed(
      ProviderId id, Map<ProviderId, ProviderView> all, String tenant) {
    ProviderView own = all.get(new ProviderId(tenant, id.name()));
    return id.isShared() && own != null && !own.deleted() && own.active();
  }

  private static ProviderView switchedOff(ProviderView view) {
    return new ProviderView(
        view.providerId(),
        view.settings(),
        view.origin(),
        false,
        view.deleted(),
        view.overridden(),
        view.fingerprint(),
        view.problems());
  }

  private ProviderView view(ProviderId id, @Nullable ProviderSettings below, StoredProviders now) {
    StoredProvider said = now.providers().get(id);
    if (said == null && below != null) {
      return new ProviderView(
          id,
          Optional.of(below),
          origins.apply(below),
          true,
          false,
          List.of(),
          Optional.empty(),
          List.of());
    }
    StoredProvider stored = said == null ? StoredProvider.untouched(id, Instant.EPOCH) : said;
    if (stored.deleted()) {
      return new ProviderView(
          id,
          Optional.ofNullable(below),
          below == null ? ProviderOrigin.API : origins.apply(below),
          false,
          true,
          List.of(),
          Optional.empty(),
          List.of());
    }
    ProviderMerge.Result merged = merged(stored, below, now);
    List<String> overridden = new ArrayList<>(stored.leaves().names());
    stored.credential().ifPresent(_ -> overridden.add("credential"));
    return new ProviderView(
        id,
        merged.settings(),
        stored.alone() || below == null ? ProviderOrigin.API : origins.apply(below),
        stored.active(),
        false,
        overridden,
        stored.credential().map(SealedCredential::fingerprint),
        problems(stored, merged, now));
  }

  private static List<Problem> problems(
      StoredProvider stored, ProviderMerge.Result merged, StoredProviders now) {
    List<Problem> problems = new ArrayList<>(merged.problems());
    if (now.isLocked(stored)) {
      problems.add(
          new Problem("credential", "was sealed under a master key that this node does not have"));
    }
    return problems;
  }

  @Override
  public Map<String, String> values() {
    Map<String, String> values = new TreeMap<>();
    known
        .providers()
        .forEach((id, said) -> {
          String path = path(id);
          if (said.deleted()) {
            values.put(path, "deleted");
            return;
          }
          if (!said.active()) {
            values.put(path + ".isActive", "false");
          }
          said.credential().ifPresent(_ -> values.put(path + ".credential", "***"));
          said.leaves().names().forEach(leaf -> values.put(path + "." + leaf, shown(said, leaf)));
        });
    return values;
  }

  private static String shown(StoredProvider said, String leaf) {
    ProviderLeaves leaves = said.leaves();
    return switch (leaf) {
      case "protocol" -> String.valueOf(leaves.protocol()).toLowerCase(java.util.Locale.ROOT);
      case "vendor" -> String.valueOf(leaves.vendor());
      case "baseUrl" -> String.valueOf(leaves.baseUrl());
      case "responses" -> String.valueOf(leaves.responses());
      case "apiVersion" -> String.valueOf(leaves.apiVersion());
      case "deployments" -> String.valueOf(leaves.deployments());
      case "region" -> String.valueOf(leaves.region());
      default ->
          leaves.models() == null
              ? ""
              : String.join(", ", leaves.models().stream().map(it -> it.name()).toList());
    };
  }

  @Override
  public List<String> shadowed(Settings below) {
    Set<String> paths = new TreeSet<>();
    for (ProviderSettings provider : below.everyProvider()) {
      StoredProvider said = known.providers().get(provider.id());
      if (said != null) {
        String path = path(provider.id());
        if (said.deleted() || said.alone() || !said.active()) {
          paths.add(path);
        }
        said.leaves().names().forEach(leaf -> paths.add(path + "." + leaf));
        if (said.credential().isPresent() && provider.hasCredential()) {
          paths.add(path + ".credential");
        }
      }
    }
    return List.copyOf(paths);
  }

  private static String path(ProviderId id) {
    String own = "providers[" + id.name() + "]";
    return id.isShared() ? own : "tenants[" + id.owner() + "]." + own;
  }
}
