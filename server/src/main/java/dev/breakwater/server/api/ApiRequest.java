package dev.breakwater.server.api;

import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.roles.Principal;
import io.vertx.core.MultiMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A call of the API as an action sees it.
 *
 * @param variables the varying segments of the path, by name
 * @param actor who calls, and from where; for open operations somebody without any rights
 * @param https whether a proxy that is trusted says that the caller came to it that way
 */
public record ApiRequest(
    Map<String, String> variables,
    MultiMap query,
    byte[] bytes,
    MultiMap headers,
    Actor actor,
    boolean https) {
  private static final int DEEPEST = 200;

  private static final JsonMapper STRICT =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** A call that no proxy has forwarded. */
  public ApiRequest(
      Map<String, String> variables, MultiMap query, byte[] bytes, MultiMap headers, Actor actor) {
    this(variables, query, bytes, headers, actor, false);
  }

  /** Who calls. */
  public Principal principal() {
    return actor.principal();
  }

  /** What a header says; empty when it is not there. */
  public String header(String name) {
    return String.join(",", headers.getAll(name));
  }

  /**
   * The tenant that this call is about: the caller's own where it is confined to one, else the one
   * that {@code ?tenant=} names; empty for all.
   *
   * @throws ApiProblem 403 when a confined caller names another
   */
  public Optional<String> tenant() {
    Optional<String> own = principal().tenant();
    Optional<String> asked = parameter("tenant");
    if (own.isPresent() && asked.isPresent() && !own.equals(asked)) {
      throw ApiProblem.at(
          403, "tenant", "'tenant' is for those above tenants; leave it out to see your own.");
    }
    return own.or(() -> asked);
  }

  /**
   * The body, read as JSON whatever its content type says.
   *
   * @throws ApiProblem 400 naming the place when it is no JSON object
   */
  public ObjectNode body() {
    JsonNode tree;
    try {
      tree = STRICT.readTree(bytes);
    } catch (JacksonException e) {
      String place =
          e.getLocation() == null
              ? ""
              : " at line "
                  + e.getLocation().getLineNr()
                  + ", column "
                  + e.getLocation().getColumnNr();
      throw ApiProblem.of(
          400, "The body is not valid JSON" + place + ": " + e.getOriginalMessage());
    }
    if (tree instanceof ObjectNode object) {
      return object;
    }
    throw ApiProblem.of(400, "The body has to be a JSON object.");
  }

  public Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
  }

  /**
   * @throws ApiProblem 400 when it is no whole number between the bounds
   */
  public int parameter(String name, int otherwise, int least, int most) {
    Optional<String> text = parameter(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      int value = Integer.parseInt(text.get().trim());
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // told below, as a number out of range is
    }
    throw ApiProblem.at(
        400, name, "'" + name + "' has to be a whole number from " + least + " to " + most + ".");
  }

  /** The environment asked for; {@code production} by default. */
  public String environment() {
    return parameter("environment").orElse("production");
  }
}
