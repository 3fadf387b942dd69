package dev.breakwater.store.sql;

import dev.breakwater.gateway.settings.ModelSettings;
import dev.breakwater.operations.providers.ProviderKind;
import dev.breakwater.operations.providers.ProviderLeaves;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is said of a provider as the text that is kept of it: the leaves that are said. */
final class ProviderText {
  private static final JsonMapper JSON = new JsonMapper();

  private ProviderText() {}

  static String write(ProviderLeaves leaves) {
    ObjectNode root = JSON.createObjectNode();
    if (leaves.protocol() != null) {
      root.put("protocol", leaves.protocol().name());
    }
    put(root, "vendor", leaves.vendor());
    put(root, "baseUrl", leaves.baseUrl() == null ? null : leaves.baseUrl().toString());
    if (leaves.responses() != null) {
      root.put("responses", leaves.responses());
    }
    put(root, "apiVersion", leaves.apiVersion());
    if (leaves.deployments() != null) {
      leaves.deployments().forEach(root.putObject("deployments")::put);
    }
    put(root, "region", leaves.region());
    if (leaves.models() != null) {
      ArrayNode models = root.putArray("models");
      for (ModelSettings model : leaves.models()) {
        ObjectNode entry =
            models
                .addObject()
                .put("name", model.name())
                .put("contextWindow", model.contextWindow())
                .put("maxOutput", model.maxOutput());
        model.capabilities().stream().sorted().forEach(entry.putArray("capabilities")::add);
      }
    }
    return JSON.writeValueAsString(root);
  }

  static ProviderLeaves read(String text) {
    JsonNode root = JSON.readTree(text);
    String protocol = text(root, "protocol");
    String baseUrl = text(root, "baseUrl");
    return new ProviderLeaves(
        protocol == null ? null : ProviderKind.valueOf(protocol),
        text(root, "vendor"),
        baseUrl == null ? null : URI.create(baseUrl),
        root.has("responses") ? root.path("responses").asBoolean(false) : null,
        text(root, "apiVersion"),
        deployments(root),
        text(root, "region"),
        models(root));
  }

  private static @Nullable Map<String, String> deployments(JsonNode root) {
    if (!root.has("deployments")) {
      return null;
    }
    Map<String, String> deployments = new LinkedHashMap<>();
    root.path("deployments")
        .properties()
        .forEach(entry -> deployments.put(entry.getKey(), entry.getValue().asString("")));
    return deployments;
  }

  private static @Nullable List<ModelSettings> models(JsonNode root) {
    return root.has("models")
        ? root.path("models").valueStream().map(ProviderText::model).toList()
        : null;
  }

  private static ModelSettings model(JsonNode node) {
    Set<String> capabilities = new LinkedHashSet<>();
    node.path("capabilities").forEach(it -> capabilities.add(it.asString("")));
    return new ModelSettings(
        node.path("name").asString(""),
        null,
        node.path("contextWindow").asLong(0),
        node.path("maxOutput").asLong(0),
        capabilities);
  }

  private static void put(ObjectNode root, String name, @Nullable String value) {
    if (value != null) {
      root.put(name, value);
    }
  }

  private static @Nullable String text(JsonNode root, String name) {
    JsonNode value = root.get(name);
    return value == null ? null : value.asString("");
  }
}
