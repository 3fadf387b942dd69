package dev.breakwater.server.api.config;

import dev.breakwater.operations.flags.Flag;
import dev.breakwater.operations.flags.FlagAnswer;
import dev.breakwater.operations.flags.FlagValue;
import dev.breakwater.operations.flags.Flags;
import dev.breakwater.server.api.ApiProblem;
import dev.breakwater.server.api.ApiRequest;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.Operation.Reply;
import dev.breakwater.server.api.Permission;
import dev.breakwater.server.api.Schemas;
import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /api/config}: flags, by name. Each stands in the answer twice: as a plain value for
 * scripts, and under {@code flags}, a name that no flag has, with where it comes from.
 */
public final class FlagsResource {
  private static final String PATH = "/api/config";
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Flags flags;

  public FlagsResource(Flags flags) {
    this.flags = flags;
  }

  public List<Operation> operations() {
    return List.of(
        new Operation(
            HttpMethod.GET,
            PATH,
            Permission.KNOWN,
            "Every flag with its value, and where that comes from",
            List.of(),
            Optional.empty(),
            schema(),
            _ -> Reply.ok(json(flags.all()))),
        new Operation(
            HttpMethod.PATCH,
            PATH,
            Permission.OPERATE,
            "Changes flags, for the whole installation; null goes back to file and environment",
            List.of(),
            Optional.of(
                Schemas.object(it -> it.all("boolean", Flag.GENERATION))
                    .put("minProperties", 1)
                    .put("additionalProperties", true)),
            schema(),
            this::change));
  }

  private Reply change(ApiRequest request) {
    if (request.principal().tenant().isPresent()) {
      throw ApiProblem.of(
          403, "Flags are the whole installation's; one of a tenant's may not change them.");
    }
    ObjectNode body = request.body();
    if (body.isEmpty()) {
      throw ApiProblem.of(
          422, "The body names no flag; send an object such as {\"LLM_EVENTS_ENABLED\": false}.");
    }
    Map<String, Optional<FlagValue>> wanted = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : body.properties()) {
      wanted.put(field.getKey(), value(field.getKey(), field.getValue()));
    }
    return switch (flags.change(request.actor(), wanted)) {
      case FlagAnswer.Changed changed -> Reply.ok(json(changed.flags()));
      case FlagAnswer.Refused refused ->
          throw ApiProblem.all(
              422,
              refused.wrongs().stream()
                  .map(wrong -> new ApiProblem.FieldError(wrong.name(), wrong.message()))
                  .toList());
    };
  }

  private static Optional<FlagValue> value(String name, JsonNode given) {
    try {
      if (given.isNull()) {
        return Optional.empty();
      }
      if (given.isBoolean()) {
        return Optional.of(new FlagValue.Switch(given.booleanValue()));
      }
      if (given.isNumber() && Double.isFinite(given.doubleValue())) {
        return Optional.of(new FlagValue.Decimal(given.decimalValue()));
      }
      if (given.isString()) {
        return Optional.of(new FlagValue.Text(given.stringValue()));
      }
    } catch (IllegalArgumentException tooLong) {
      throw ApiProblem.at(422, name, String.valueOf(tooLong.getMessage()));
    }
    throw ApiProblem.at(422, name, "has to be true, false, a number, a text or null");
  }

  private static ObjectNode json(Map<String, Flag> all) {
    ObjectNode json = JSON.createObjectNode();
    all.forEach((name, flag) -> put(json, name, flag.value()));
    ObjectNode flags = json.putObject("flags");
    all.forEach((name, flag) -> {
      ObjectNode one = flags.putObject(name);
      put(one, "value", flag.value());
      one.put("origin", flag.source().name().toLowerCase(Locale.ROOT));
    });
    return json;
  }

  private static void put(ObjectNode json, String name, FlagValue value) {
    switch (value) {
      case FlagValue.Switch onOrOff -> json.put(name, onOrOff.on());
      case FlagValue.Decimal number -> json.put(name, number.number());
      case FlagValue.Text text -> json.put(name, text.text());
    }
  }

  private static ObjectNode schema() {
    ObjectNode flag =
        Schemas.object(it -> it.add("value", JSON.createObjectNode()).all("string", "origin"));
    ObjectNode flags = Schemas.of("object");
    flags.set("additionalProperties", flag);
    return Schemas.object(it -> it.add("flags", flags)).put("additionalProperties", true);
  }
}
