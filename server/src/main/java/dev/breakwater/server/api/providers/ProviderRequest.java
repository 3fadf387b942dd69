package dev.breakwater.server.api.providers;

import dev.breakwater.gateway.settings.ModelSettings;
import dev.breakwater.gateway.settings.Secret;
import dev.breakwater.operations.providers.Credential;
import dev.breakwater.operations.providers.ProviderKind;
import dev.breakwater.operations.providers.ProviderLeaves;
import dev.breakwater.operations.providers.ProviderPatch;
import dev.breakwater.operations.providers.ProviderRules;
import dev.breakwater.server.api.Fields;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What somebody wants a provider to be, read from a body with all that is wrong about it. */
final class ProviderRequest {
  static final Set<String> LEAVES =
      Set.of(
          "protocol",
          "vendor",
          "baseUrl",
          "responses",
          "apiVersion",
          "deployments",
          "region",
          "models");
  static final Set<String> SECRETS =
      Set.of("apiKey", "accessKeyId", "secretAccessKey", "sessionToken");

  /** What answers show beside; it may come back, and changes nothing. */
  private static final Set<String> READ_ONLY =
      Set.of(
          "id",
          "origin",
          "isActive",
          "isDeleted",
          "hasCredential",
          "credentialFingerprint",
          "isHealthy",
          "circuitState",
          "overridden",
          "problems");

  private static final Set<String> MODEL_FIELDS =
      Set.of("name", "contextWindow", "maxOutput", "capabilities");
  private static final long MOST_TOKENS = 100_000_000;
  private static final int LONGEST = 500;
  private static final int MOST_MODELS = 1_000;

  private final ObjectNode body;
  private final Fields fields;

  ProviderRequest(ObjectNode body) {
    this.body = body;
    Set<String> known = new HashSet<>(LEAVES);
    known.addAll(SECRETS);
    known.addAll(READ_ONLY);
    known.addAll(Set.of("name", "tenant"));
    this.fields = Fields.of(body).only(known);
  }

  Fields fields() {
    return fields;
  }

  /** A good name, or a problem. */
  @Nullable String name() {
    String name = fields.text("name");
    if (name == null) {
      fields.wrongIfRight("name", "is missing; a short name such as openai");
    } else if (!ProviderRules.isName(name)) {
      fields.wrong("name", ProviderRules.nameComplaint(name));
    }
    return name;
  }

  /** The change that the fields which are there ask for. */
  ProviderPatch patch() {
    Credential credential = credential();
    return new ProviderPatch(
        leaves(),
        LEAVES.stream().filter(body::has).collect(Collectors.toSet()),
        credential,
        credential != null || SECRETS.stream().anyMatch(body::has));
  }

  ProviderLeaves leaves() {
    return new ProviderLeaves(
        fields.word("protocol", ProviderKind.class),
        vendor(),
        baseUrl(),
        fields.flag("responses"),
        plain("apiVersion"),
        deployments(),
        region(),
        models());
  }

  private @Nullable String vendor() {
    String vendor = plain("vendor");
    if (vendor != null && !ProviderRules.isName(vendor)) {
      fields.wrong("vendor", ProviderRules.nameComplaint(vendor));
    }
    return vendor;
  }

  /** Stands in paths: nothing of an address's own language may be in it. */
  private @Nullable String plain(String name) {
    String text = fields.text(name);
    if (text != null && !text.matches("[A-Za-z0-9._-]{1,64}")) {
      fields.wrong(name, "may have letters, digits, '.', '_' and '-', at most 64");
    }
    return text;
  }

  private @Nullable URI baseUrl() {
    String text = fields.text("baseUrl");
    if (text == null) {
      return null;
    }
    return switch (ProviderRules.address(text)) {
      case ProviderRules.Address.Good good -> good.url();
      case ProviderRules.Address.Bad bad -> {
        fields.wrong("baseUrl", bad.why());
        yield null;
      }
    };
  }

  private @Nullable String region() {
    String region = fields.text("region");
    if (region != null) {
      ProviderRules.regionProblem(region).ifPresent(problem -> fields.wrong("region", problem));
    }
    return region;
  }

  private @Nullable Map<String, String> deployments() {
    JsonNode given = body.get("deployments");
    if (given == null || given.isNull()) {
      return null;
    }
    Map<String, String> deployments = new LinkedHashMap<>();
    boolean good = given instanceof ObjectNode;
    for (Map.Entry<String, JsonNode> entry : given.properties()) {
      good &= entry.getValue().isString();
      deployments.put(entry.getKey(), entry.getValue().asString(""));
    }
    if (!good) {
      fields.wrong("deployments", "has to be an object of deployments' names by model");
    }
    return deployments;
  }

  private @Nullable List<ModelSettings> models() {
    JsonNode given = body.get("models");
    if (given == null || given.isNull()) {
      return null;
    }
    if (!given.isArray() || given.size() > MOST_MODELS) {
      fields.wrong("models", "has to be a list of at most " + MOST_MODELS);
      return null;
    }
    List<ModelSettings> models = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int index = 0; index < given.size(); index++) {
      JsonNode entry = given.get(index);
      String at = "models[" + index + "]";
      ModelSettings model =
          entry.isString()
              ? ModelSettings.named(entry.stringValue())
              : entry instanceof ObjectNode object ? model(object, at) : null;
      if (model == null) {
        fields.wrongIfRight(at, "has to be a name or an object with one");
      } else if (model.name().isBlank() || model.name().length() > LONGEST) {
        fields.wrong(at + ".name", "is missing or too long; the model's name at the provider");
      } else if (!names.add(model.name())) {
        fields.wrong(at + ".name", "'" + model.name() + "' is listed twice; remove one");
      } else {
        models.add(model);
      }
    }
    return models;
  }

  private ModelSettings model(ObjectNode object, String at) {
    Fields model = Fields.of(object).only(MODEL_FIELDS);
    String name = model.text("name");
    long contextWindow = tokens(model, "contextWindow");
    long maxOutput = tokens(model, "maxOutput");
    Set<String> capabilities = new LinkedHashSet<>();
    JsonNode words = object.get("capabilities");
    if (words != null && !words.isNull()) {
      if (words.isArray() && words.valueStream().allMatch(JsonNode::isString)) {
        words.forEach(word -> capabilities.add(word.stringValue()));
      } else {
        model.wrong("capabilities", "has to be a list of words such as tools, vision, jsonSchema");
      }
    }
    model.errors().forEach(error -> fields.wrong(at + "." + error.field(), error.message()));
    return new ModelSettings(
        name == null ? "" : name, null, contextWindow, maxOutput, capabilities);
  }

  private static long tokens(Fields model, String name) {
    Long tokens = model.whole(name);
    if (tokens != null && (tokens < 0 || tokens > MOST_TOKENS)) {
      model.wrong(name, "is out of range; from 0 to " + MOST_TOKENS);
      return 0;
    }
    return tokens == null ? 0 : tokens;
  }

  /** Null where none is given; parts that do not belong together are problems. */
  @Nullable Credential credential() {
    Secret key = secret("apiKey");
    Secret id = secret("accessKeyId");
    Secret amazon = secret("secretAccessKey");
    Secret token = secret("sessionToken");
    if (key != null) {
      if (id != null || amazon != null || token != null) {
        fields.wrongIfRight("apiKey", "and Amazon's credentials exclude each other");
      }
      return new Credential.ApiKey(key);
    }
    if (id == null && amazon == null && token == null) {
      return null;
    }
    if (id == null || amazon == null) {
      fields.wrongIfRight(
          id == null ? "accessKeyId" : "secretAccessKey",
          "is missing; accessKeyId and secretAccessKey are given together");
      return null;
    }
    return new Credential.Amazon(id.reveal(), amazon, token);
  }

  private @Nullable Secret secret(String name) {
    String text = fields.text(name);
    if (text == null) {
      return null;
    }
    if (text.isEmpty() || text.length() > 8 * LONGEST) {
      fields.wrong(name, "is empty or too long; null takes it back");
      return null;
    }
    ProviderRules.credentialProblem(text).ifPresent(problem -> fields.wrong(name, problem));
    return new Secret(text);
  }
}
