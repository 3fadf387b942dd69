package dev.breakwater.server.api;

import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * One call of the API: what it is called by, who may, what it does, and how it is documented.
 *
 * @param path with {@code {name}} for a segment that varies
 * @param requestSchema JSON schema of the body; empty when it takes none
 * @param responseSchema JSON schema of the answer
 */
public record Operation(
    HttpMethod method,
    String path,
    Permission permission,
    String summary,
    List<Parameter> parameters,
    Optional<ObjectNode> requestSchema,
    ObjectNode responseSchema,
    Action action) {

  /** Does the work, on a thread that may block. */
  public interface Action {
    /**
     * @throws ApiProblem for whatever the caller has to be told
     */
    Reply perform(ApiRequest request);
  }

  /**
   * A query parameter.
   *
   * @param schema JSON schema type, such as {@code integer}
   */
  public record Parameter(String name, String schema, String description) {}

  /**
   * What comes back.
   *
   * @param body a Jackson tree or anything that Jackson writes
   * @param headers beside those that every answer has
   */
  public record Reply(int status, Object body, List<Header> headers) {
    public Reply {
      headers = List.copyOf(headers);
    }

    public Reply(int status, Object body) {
      this(status, body, List.of());
    }

    public static Reply ok(Object body) {
      return new Reply(200, body);
    }
  }

  /** A header of an answer. */
  public record Header(String name, String value) {}

  public Operation {
    parameters = List.copyOf(parameters);
  }
}
