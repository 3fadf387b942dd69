package dev.breakwater.server;

import dev.breakwater.gateway.price.Price;
import dev.breakwater.gateway.price.PriceOverride;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.Secret;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.operations.flags.Flags;
import dev.breakwater.operations.keys.KeyEntry;
import dev.breakwater.operations.keys.KeyFilter;
import dev.breakwater.operations.keys.KeyOrigin;
import dev.breakwater.operations.keys.VirtualKeys.Place;
import dev.breakwater.operations.roles.Principal;
import dev.breakwater.operations.tenants.Tenants;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.config.ConfigurationExportResource;
import dev.breakwater.server.config.ConfigurationExport;
import dev.breakwater.server.config.DeclaredTenant;
import dev.breakwater.server.config.EffectiveConfiguration;
import dev.breakwater.server.config.KeySettings;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gathers all that holds in this server, to be written as one file. */
record ConfigurationExports(Ground ground, Rules rules, Flags flags, KeyAdministration access)
    implements Area {
  private static final int PAGE = 1_000;

  @Override
  public List<Operation> operations() {
    return new ConfigurationExportResource(this::text, ground.control().changes()).operations();
  }

  /**
   * @param reader one above tenants
   */
  private ConfigurationExport.Text text(Principal reader) {
    return ConfigurationExport.of(
        new EffectiveConfiguration(
            ground.current(),
            rules.layers().current(),
            prices(),
            tenants(reader),
            keys(reader),
            flags.all().values()));
  }

  private Map<Target, Price> prices() {
    LocalDate today = rules.prices().today();
    Map<Target, Price> prices = new HashMap<>();
    for (PriceOverride set : rules.prices().overridden().all()) {
      rules
          .prices()
          .overridden()
          .on(set.provider(), set.model(), today)
          .ifPresent(held ->
              prices.put(
                  new Target(ProviderId.parse(held.provider()), held.model()), held.price()));
    }
    return prices;
  }

  private List<DeclaredTenant> tenants(Principal reader) {
    return access.tenants().list(reader).stream()
        .map(entry -> entry.tenant())
        .filter(tenant -> !tenant.id().equals(Tenants.SYSTEM))
        .map(tenant -> new DeclaredTenant(tenant.id(), tenant.name(), tenant.timezone()))
        .toList();
  }

  /** Those of the environment are given to the next server as they were to this one. */
  private List<KeySettings> keys(Principal reader) {
    KeyFilter good = new KeyFilter(Optional.empty(), Optional.empty(), Optional.of(false));
    Instant now = ground.clock().instant();
    List<KeySettings> keys = new ArrayList<>();
    Set<Secret> hashes = new HashSet<>();
    List<KeyEntry> page = access.virtualKeys().list(reader, good, Optional.empty(), PAGE);
    while (!page.isEmpty()) {
      for (KeyEntry entry : page) {
        switch (entry) {
          case KeyEntry.Given given -> {
            if (given.origin() == KeyOrigin.FILE) {
              Secret hash = hash(given.given().hash().bytes());
              hashes.add(hash);
              keys.add(new KeySettings(given.key(), hash, given.tags()));
            }
          }
          case KeyEntry.Kept kept -> {
            Secret hash = hash(kept.stored().hash());
            // Where the file has the same key, the file's word counts, and a file has it once.
            if (kept.stored().isGood(now) && hashes.add(hash)) {
              keys.add(new KeySettings(kept.stored().inForce(), hash, kept.tags()));
            }
          }
        }
      }
      KeyEntry last = page.getLast();
      page =
          access
              .virtualKeys()
              .list(reader, good, Optional.of(new Place(last.origin(), last.key().id())), PAGE);
    }
    return keys;
  }

  private static Secret hash(byte[] bytes) {
    return new Secret("hash:" + HexFormat.of().formatHex(bytes));
  }
}
