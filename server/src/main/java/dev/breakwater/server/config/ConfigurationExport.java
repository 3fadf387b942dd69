package dev.breakwater.server.config;

import dev.breakwater.gateway.price.Price;
import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.ModelSettings;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Secret;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.TenantSettings;
import dev.breakwater.operations.flags.Flag;
import dev.breakwater.operations.flags.FlagValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes all that holds as one {@code breakwater.yaml} that starts an equal server. Secrets are
 * references to variables of the environment, which are listed on top; keys are hashes, good under
 * the same pepper.
 */
public final class ConfigurationExport {
  private final EffectiveConfiguration effective;
  private final SecretNames secrets = new SecretNames();
  private final Map<String, String> comments = new LinkedHashMap<>();
  private final List<String> remarks = new ArrayList<>();

  /**
   * An exported configuration.
   *
   * @param yaml holds no secret
   * @param variables what has to be in the environment of a server that starts with it, by name
   */
  public record Text(String yaml, Map<String, Secret> variables) {}

  private ConfigurationExport(EffectiveConfiguration effective) {
    this.effective = effective;
  }

  public static Text of(EffectiveConfiguration effective) {
    return new ConfigurationExport(effective).text();
  }

  private Text text() {
    ObjectNode root = JsonMapper.shared().createObjectNode();
    ServerYaml server = new ServerYaml(effective.given(), secrets);
    server.first(root);
    gateway(root);
    ArrayNode keys = root.arrayNode();
    new KeyYaml(comments).write(effective.keys(), keys);
    if (!keys.isEmpty()) {
      root.set("keys", keys);
      remarks.add("Keys are hashes, good where the pepper is the same: in this server's database.");
    }
    flags(root);
    server.last(root);
    String body = YamlText.write(root, comments);
    return new Text(head(body.length()) + body, new LinkedHashMap<>(secrets.all()));
  }

  private String head(int length) {
    List<String> lines = new ArrayList<>();
    lines.add("The whole configuration of a server: its file, its environment and its API in one.");
    if (!secrets.all().isEmpty()) {
      lines.add("Its secrets are not in it. Set before a start:");
      secrets.all().keySet().forEach(name -> lines.add("  " + name));
    }
    if (length > YamlTree.LONGEST) {
      lines.add(
          "It is longer than the "
              + YamlTree.LONGEST
              + " characters that a server reads: leave keys out that its database has.");
    }
    lines.addAll(remarks);
    Optional.ofNullable(comments.get("")).ifPresent(lines::add);
    StringBuilder head = new StringBuilder();
    lines.forEach(line -> head.append("# ").append(line).append('\n'));
    return head.append('\n').toString();
  }

  private void gateway(ObjectNode root) {
    Settings settings = priced(effective.settings());
    ProviderYaml providers = new ProviderYaml(secrets, this::isSimulated);
    boolean noneOwn = settings.everyProvider().stream().allMatch(this::isSimulated);
    boolean asked = effective.given().simulator().filter(SimulatorSettings::asked).isPresent();
    boolean written = !settings.everyProvider().isEmpty() && (asked || !noneOwn);
    if (written && settings.everyProvider().stream().anyMatch(this::isSimulated)) {
      remarks.add("Providers on this machine are simulated: start with --simulate to have them.");
    }
    if (written && !settings.providers().isEmpty()) {
      providers.write(settings.providers(), root.putArray("providers"));
    }
    Set<String> shared = names(settings.providers());
    Optional<ChainSettings> derived =
        effective.given().simulator().isPresent()
            ? Optional.of(Simulation.referenceChain())
            : ChainSection.derived(settings.providers());
    ChainYaml chains = new ChainYaml(shared, comments);
    chains.chains(withoutDerived(settings.chains().values(), derived), root, "");
    Optional<ChainSettings> production =
        Optional.ofNullable(settings.chains().get(Settings.PRODUCTION));
    AttemptSettings usual = production.map(ChainSettings::attempts).orElse(AttemptSettings.DEFAULT);
    chains.routes(settings.routes(), usual, root, "");
    tenants(root, settings, providers, shared);
  }

  private static Collection<ChainSettings> withoutDerived(
      Collection<ChainSettings> chains, Optional<ChainSettings> derived) {
    return chains.stream().filter(chain -> !Optional.of(chain).equals(derived)).toList();
  }

  private static Set<String> names(List<ProviderSettings> providers) {
    Set<String> names = new LinkedHashSet<>();
    providers.forEach(provider -> names.add(provider.name()));
    return names;
  }

  private boolean isSimulated(ProviderSettings provider) {
    return effective
        .given()
        .simulator()
        .filter(it -> provider.baseUrl().toString().startsWith(Simulation.address(it.port()) + "/"))
        .isPresent();
  }

  private void tenants(
      ObjectNode root, Settings settings, ProviderYaml providers, Set<String> shared) {
    Map<String, DeclaredTenant> all = new LinkedHashMap<>();
    effective.tenants().forEach(tenant -> all.put(tenant.id(), tenant));
    ArrayNode list = root.arrayNode();
    for (DeclaredTenant tenant : all.values()) {
      TenantSettings own = settings.tenant(tenant.id());
      if (!tenant.equals(DeclaredTenant.DEFAULT) || !own.equals(TenantSettings.NOTHING)) {
        ObjectNode one = list.addObject().put("id", tenant.id());
        String path = "tenants[" + (list.size() - 1) + "].";
        tenant(tenant, one);
        own(own, settings, providers, shared, one, path);
      }
    }
    if (!list.isEmpty()) {
      root.set("tenants", list);
    }
  }

  private static void tenant(DeclaredTenant tenant, ObjectNode to) {
    if (!tenant.name().equals(tenant.id())) {
      to.put("name", YamlText.literal(tenant.name()));
    }
    tenant.timezone().ifPresent(zone -> to.put("timezone", YamlText.literal(zone.getId())));
  }

  private void own(
      TenantSettings own,
      Settings settings,
      ProviderYaml providers,
      Set<String> shared,
      ObjectNode to,
      String path) {
    if (!own.withheld().isEmpty()) {
      ArrayNode withheld = to.putArray("withhold");
      own.withheld().stream().sorted().map(YamlText::literal).forEach(withheld::add);
    }
    if (!own.providers().isEmpty()) {
      providers.write(own.providers(), to.putArray("providers"));
    }
    Set<String> seen = names(own.providers());
    shared.stream().filter(name -> !own.withheld().contains(name)).forEach(seen::add);
    Optional<ChainSettings> production =
        Optional.ofNullable(settings.chains().get(Settings.PRODUCTION));
    Optional<ChainSettings> derived =
        production.isPresent() ? Optional.empty() : ChainSection.derived(own.providers());
    ChainYaml chains = new ChainYaml(seen, comments);
    chains.chains(withoutDerived(own.chains().values(), derived), to, path);
    AttemptSettings usual =
        Optional.ofNullable(own.chains().get(Settings.PRODUCTION))
            .or(() -> production)
            .map(ChainSettings::attempts)
            .orElse(AttemptSettings.DEFAULT);
    chains.routes(own.routes(), usual, to, path);
  }

  /** With the prices that the API set among the models. */
  private Settings priced(Settings settings) {
    Settings priced = settings.withProviders(priced(settings.providers()));
    for (Map.Entry<String, TenantSettings> own : settings.tenants().entrySet()) {
      TenantSettings its = own.getValue();
      priced = priced.withTenant(own.getKey(), its.withProviders(priced(its.providers())));
    }
    return priced;
  }

  private List<ProviderSettings> priced(List<ProviderSettings> providers) {
    return providers.stream().map(this::priced).toList();
  }

  private ProviderSettings priced(ProviderSettings provider) {
    Map<String, Price> its = new TreeMap<>();
    effective
        .prices()
        .forEach((target, price) -> {
          if (target.providerId().equals(provider.id())) {
            its.put(target.model(), price);
          }
        });
    if (its.isEmpty()) {
      return provider;
    }
    Map<String, ModelSettings> models = new LinkedHashMap<>();
    provider.models().forEach(model -> models.put(model.name(), model));
    its.keySet().forEach(name -> models.putIfAbsent(name, ModelSettings.named(name)));
    models.replaceAll(
        (name, model) -> its.containsKey(name) ? withPrice(model, its.get(name)) : model);
    return new ProviderSettings(
        provider.id(),
        provider.vendor(),
        provider.protocol(),
        provider.address(),
        provider.apiKey(),
        provider.hosting(),
        List.copyOf(models.values()));
  }

  private static ModelSettings withPrice(ModelSettings model, Price price) {
    return new ModelSettings(
        model.name(), price, model.contextWindow(), model.maxOutput(), model.capabilities());
  }

  private void flags(ObjectNode root) {
    List<Flag> said =
        effective.flags().stream()
            .filter(flag -> flag.source() != Flag.Source.DEFAULT)
            .sorted(Comparator.comparing(Flag::name))
            .toList();
    if (said.isEmpty()) {
      return;
    }
    ObjectNode flags = root.putObject("flags");
    for (Flag flag : said) {
      switch (flag.value()) {
        case FlagValue.Switch onOrOff -> flags.put(flag.name(), onOrOff.on());
        case FlagValue.Decimal number -> flags.put(flag.name(), number.number());
        case FlagValue.Text text -> flags.put(flag.name(), YamlText.literal(text.text()));
      }
    }
  }
}
