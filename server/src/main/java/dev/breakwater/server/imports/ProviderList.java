package dev.breakwater.server.imports;

import dev.breakwater.operations.providers.ProviderKind;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Gives each upstream a name, and writes {@code providers}. */
final class ProviderList {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Map<Upstream, String> names = new LinkedHashMap<>();
  private final Map<Upstream, Map<String, ObjectNode>> models = new LinkedHashMap<>();
  private final Map<Upstream, Map<String, String>> azure = new LinkedHashMap<>();

  /** Upstreams at the vendor's own come first, so that they have the vendor's name. */
  ProviderList(List<Deployment> deployments) {
    deployments.stream()
        .map(Deployment::upstream)
        .distinct()
        .sorted(
            (one, other) -> Boolean.compare(!one.baseUrl().isEmpty(), !other.baseUrl().isEmpty()))
        .forEach(it -> names.put(it, free(usual(it))));
    deployments.stream().filter(it -> !it.isWildcard()).forEach(this::list);
  }

  private static String usual(Upstream upstream) {
    String vendor = upstream.vendor().name();
    boolean own = upstream.baseUrl().isEmpty() || upstream.vendor().kind() == ProviderKind.AZURE;
    if (own) {
      return vendor;
    }
    String host =
        upstream
            .baseUrl()
            .replaceFirst("^https?://", "")
            .replaceFirst("[/:].*$", "")
            .replaceFirst("^(www|api)\\.", "")
            .toLowerCase(Locale.ROOT);
    String label = host.matches("[0-9.]+") ? "local" : host.replaceFirst("\\..*$", "");
    String clean = label.replaceAll("[^a-z0-9-]", "");
    return clean.isEmpty() || vendor.contains(clean)
        ? vendor
        : vendor + "-" + clean.substring(0, Math.min(30, clean.length()));
  }

  private String free(String usual) {
    String name = usual;
    for (int next = 2; names.containsValue(name); next++) {
      name = usual + "-" + next;
    }
    return name;
  }

  private void list(Deployment deployment) {
    String model = model(deployment);
    models
        .computeIfAbsent(deployment.upstream(), _ -> new LinkedHashMap<>())
        .merge(model, deployment.facts(), (one, other) -> one.size() >= other.size() ? one : other);
  }

  /** The model's name here: an Azure deployment goes by what it serves, where that is said. */
  private String model(Deployment deployment) {
    String model = DeploymentReader.literal(deployment.model());
    Optional<String> base = deployment.baseModel().filter(it -> !it.equals(model));
    if (deployment.upstream().vendor().kind() != ProviderKind.AZURE || base.isEmpty()) {
      return model;
    }
    Map<String, String> known =
        azure.computeIfAbsent(deployment.upstream(), _ -> new LinkedHashMap<>());
    String deployed = known.putIfAbsent(base.get(), model);
    return deployed == null || deployed.equals(model) ? base.get() : model;
  }

  /** What routes call it. */
  String target(Deployment deployment) {
    return name(deployment.upstream()) + "/" + model(deployment);
  }

  String name(Upstream upstream) {
    return names.getOrDefault(upstream, upstream.vendor().name());
  }

  ArrayNode yaml() {
    ArrayNode all = JSON.createArrayNode();
    names.forEach((upstream, name) -> all.add(provider(upstream, name)));
    return all;
  }

  private ObjectNode provider(Upstream upstream, String name) {
    ObjectNode provider = JSON.createObjectNode().put("name", name);
    provider.put("protocol", upstream.vendor().kind().name().toLowerCase(Locale.ROOT));
    if (!upstream.vendor().catalogue().equals(name)) {
      provider.put("vendor", upstream.vendor().catalogue());
    }
    String base = upstream.baseUrl().isEmpty() ? upstream.vendor().home() : upstream.baseUrl();
    put(provider, "baseUrl", base);
    put(provider, "apiKey", upstream.apiKey());
    put(provider, "apiVersion", upstream.apiVersion());
    put(provider, "region", upstream.region());
    put(provider, "accessKeyId", upstream.accessKeyId());
    put(provider, "secretAccessKey", upstream.secretKey());
    put(provider, "sessionToken", upstream.sessionToken());
    Map<String, String> deployments = azure.getOrDefault(upstream, Map.of());
    if (!deployments.isEmpty()) {
      ObjectNode named = provider.putObject("deployments");
      deployments.forEach(named::put);
    }
    Map<String, ObjectNode> listed = models.getOrDefault(upstream, Map.of());
    if (!listed.isEmpty()) {
      ArrayNode array = provider.putArray("models");
      listed.forEach((model, facts) -> {
        if (facts.isEmpty()) {
          array.add(model);
        } else {
          array.addObject().put("name", model).setAll(facts);
        }
      });
    }
    return provider;
  }

  private static void put(ObjectNode provider, String key, String value) {
    if (!value.isEmpty()) {
      provider.put(key, value);
    }
  }

  /** Every name, for those who look one up. */
  Set<String> all() {
    return new LinkedHashSet<>(names.values());
  }
}
