package dev.breakwater.simulator.openai;

import dev.breakwater.simulator.answer.Document;
import dev.breakwater.simulator.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Errors in OpenAI's shape and words. */
final class OpenAiErrors {
  private static final String INVALID = "invalid_request_error";

  /** What is said when it is the server's fault. */
  static final String BROKEN =
      "The server had an error while processing your request. Sorry about that!";

  private OpenAiErrors() {}

  static Document noKey() {
    return error(
        401,
        "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth"
            + " (i.e. Authorization: Bearer YOUR_KEY), or as the password field (with blank username) if you're"
            + " accessing the API from your browser and are prompted for a username and password. You can obtain an"
            + " API key from https://platform.openai.com/account/api-keys.",
        INVALID,
        null,
        null);
  }

  /** A key that was never given out; of it the start and the end are repeated. */
  static Document wrongKey(String key) {
    String shown =
        key.length() < 16
            ? "*".repeat(key.length())
            : key.substring(0, 8) + "*".repeat(key.length() - 12) + key.substring(key.length() - 4);
    return error(
        401,
        "Incorrect API key provided: "
            + shown
            + ". You can find your API key at https://platform.openai.com/account/api-keys.",
        INVALID,
        null,
        "invalid_api_key");
  }

  static Document notFound(String message) {
    return error(404, message, INVALID, null, null);
  }

  static Document itemNotFound(String id) {
    return error(
        404,
        "Item with id '"
            + id
            + "' not found. Items are not persisted when `store` is set to false. Try again with `store` set to true, or"
            + " remove this item from your input.",
        INVALID,
        "input",
        null);
  }

  static Document unknownPath(String method, String path) {
    return error(404, "Invalid URL (" + method + " " + path + ")", INVALID, null, null);
  }

  static Document wrongMethod(String method, String path) {
    return error(
        405,
        "Not allowed to "
            + method
            + " on "
            + path
            + ". (HINT: Perhaps you meant to use a different HTTP method?)",
        INVALID,
        null,
        "method_not_supported");
  }

  static Document notJson() {
    return error(
        400,
        "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library"
            + " correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON. If you have"
            + " trouble figuring out how to fix this, please contact us through our help center at help.openai.com.)",
        INVALID,
        null,
        null);
  }

  static Document invalid(String message, @Nullable String param, @Nullable String code) {
    return error(400, message, INVALID, param, code);
  }

  /** What OpenAI says with a status when nothing is known of the cause. */
  static Document usual(int status) {
    return switch (status) {
      case 400 -> error(status, "Invalid request.", INVALID, null, null);
      case 401 ->
          error(
              status,
              "Incorrect API key provided: sk-sim***. You can find your API key at"
                  + " https://platform.openai.com/account/api-keys.",
              INVALID,
              null,
              "invalid_api_key");
      case 403 ->
          error(
              status,
              "You are not allowed to use this model.",
              INVALID,
              null,
              "unsupported_country_region_territory");
      case 404 ->
          error(
              status,
              "The model does not exist or you do not have access to it.",
              INVALID,
              null,
              "model_not_found");
      case 429 ->
          error(
              status,
              "Rate limit reached in organization org-simulated on requests per min (RPM): Limit 3, Used 3, Requested 1."
                  + " Please try again in 20s. Visit https://platform.openai.com/account/rate-limits to learn more.",
              "requests",
              null,
              "rate_limit_exceeded");
      case 503 ->
          error(
              status,
              "The engine is currently overloaded, please try again later.",
              "server_error",
              null,
              null);
      default ->
          status >= 500
              ? error(status, BROKEN, "server_error", null, null)
              : error(status, "The request was refused.", INVALID, null, null);
    };
  }

  private static Document error(
      int status, String message, String type, @Nullable String param, @Nullable String code) {
    ObjectNode body = Json.object();
    body.putObject("error")
        .put("message", message)
        .put("type", type)
        .put("param", param)
        .put("code", code);
    return Document.json(status, body);
  }
}
