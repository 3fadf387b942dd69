package dev.breakwater.server.cli;

import java.io.IOException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the API answers, as it comes. */
public record ApiAnswer(int status, String body) {

  /**
   * The answer of a call that went well.
   *
   * @param asked who was asked for what, for errors
   * @throws IOException with one line that says what was wrong, and with which field
   */
  JsonNode json(String asked) throws IOException {
    boolean well = status / 100 == 2;
    JsonNode tree;
    try {
      // What stands between may answer in words of its own when it has no server.
      tree = well || body.startsWith("{") ? JsonMapper.shared().readTree(body) : ApiCall.object();
    } catch (JacksonException e) {
      throw new IOException(
          asked + " does not answer as Breakwater does: " + e.getOriginalMessage(), e);
    }
    if (well) {
      return tree;
    }
    throw refused(asked, tree);
  }

  /**
   * The answer of a call that went well and gives no JSON.
   *
   * @param asked who was asked for what, for errors
   * @throws IOException as {@link #json}
   */
  String text(String asked) throws IOException {
    if (status / 100 != 2) {
      throw refused(asked, json(asked));
    }
    return body;
  }

  private IOException refused(String asked, JsonNode tree) {
    String detail = tree.path("detail").stringValue("");
    String field = tree.path("field").stringValue("");
    boolean named = field.isEmpty() || detail.contains(field);
    return new IOException(
        asked
            + " answered "
            + status
            + (detail.isEmpty() ? "" : ": " + (named ? "" : field + ": ") + detail)
            + (status == 401
                ? "; put the admin key that the first start printed into BREAKWATER_ADMIN_KEY"
                : ""));
  }
}
