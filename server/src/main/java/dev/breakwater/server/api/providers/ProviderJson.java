package dev.breakwater.server.api.providers;

import dev.breakwater.gateway.settings.Hosting;
import dev.breakwater.gateway.settings.ModelSettings;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.operations.providers.ProviderKind;
import dev.breakwater.operations.providers.ProviderView;
import dev.breakwater.server.api.Schemas;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A provider as the API shows it: all but its credential. */
final class ProviderJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  private ProviderJson() {}

  /**
   * @param guest whether somebody looks to whom the provider is only lent: where it is and what it
   *     is known by are not theirs to know
   */
  static ObjectNode of(ProviderView view, Optional<ProviderState> state, boolean guest) {
    ObjectNode shown =
        JSON.createObjectNode()
            .put("id", view.id())
            .put("name", view.providerId().name())
            .put("tenant", view.providerId().isShared() ? null : view.providerId().owner());
    view.settings().ifPresent(settings -> settings(settings, guest, shown));
    shown
        .put("origin", view.origin().word())
        .put("isActive", view.active())
        .put("isDeleted", view.deleted());
    if (!guest) {
      view.fingerprint().ifPresent(fingerprint -> shown.put("credentialFingerprint", fingerprint));
    }
    shown.put("isHealthy", state.map(ProviderState::isHealthy).orElse(null));
    shown.put("circuitState", state.map(ProviderState::circuitState).orElse(null));
    view.overridden().forEach(shown.putArray("overridden")::add);
    ArrayNode problems = shown.putArray("problems");
    view.problems()
        .forEach(it -> problems.addObject().put("field", it.field()).put("message", it.message()));
    return shown;
  }

  private static void settings(ProviderSettings settings, boolean guest, ObjectNode shown) {
    ProviderKind kind = ProviderKind.of(settings);
    shown
        .put("protocol", kind.name().toLowerCase(Locale.ROOT))
        .put("vendor", settings.vendor())
        .put("hasCredential", settings.hasCredential());
    if (!guest) {
      shown.put("baseUrl", settings.baseUrl().toString());
      switch (settings.hosting()) {
        case Hosting.Direct _ -> {}
        case Hosting.Azure azure -> {
          shown.put("apiVersion", azure.apiVersion());
          azure.deployments().forEach(shown.putObject("deployments")::put);
        }
        case Hosting.Bedrock bedrock -> shown.put("region", bedrock.region());
      }
    }
    ArrayNode models = shown.putArray("models");
    for (ModelSettings model : settings.models()) {
      ObjectNode entry = models.addObject().put("name", model.name());
      if (model.contextWindow() > 0) {
        entry.put("contextWindow", model.contextWindow());
      }
      if (model.maxOutput() > 0) {
        entry.put("maxOutput", model.maxOutput());
      }
      if (!model.capabilities().isEmpty()) {
        model.capabilities().stream().sorted().forEach(entry.putArray("capabilities")::add);
      }
    }
  }

  static ObjectNode schema() {
    return Schemas.object(it ->
        leaves(it)
            .all("string", "id", "origin", "credentialFingerprint", "circuitState")
            .all("boolean", "isActive", "isDeleted", "hasCredential", "isHealthy")
            .add("overridden", Schemas.array(Schemas.of("string")))
            .add(
                "problems",
                Schemas.array(
                    Schemas.object(problem -> problem.all("string", "field", "message")))));
  }

  static ObjectNode requestSchema() {
    return Schemas.object(
        it -> leaves(it).all("string", "apiKey", "accessKeyId", "secretAccessKey", "sessionToken"));
  }

  private static Schemas.Properties leaves(Schemas.Properties properties) {
    return properties
        .all("string", "name", "tenant", "vendor", "baseUrl", "apiVersion", "region")
        .add("protocol", Schemas.words(ProviderKind.class))
        .all("boolean", "responses")
        .all("object", "deployments")
        .add(
            "models",
            Schemas.array(
                Schemas.object(model ->
                    model
                        .all("string", "name")
                        .all("integer", "contextWindow", "maxOutput")
                        .add("capabilities", Schemas.array(Schemas.of("string"))))));
  }

  static ObjectNode listSchema() {
    return Schemas.object(it -> it.add("providers", Schemas.array(schema())));
  }
}
