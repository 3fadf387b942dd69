package dev.breakwater.simulator.anthropic;

import dev.breakwater.simulator.answer.Document;
import dev.breakwater.simulator.answer.Identifier;
import dev.breakwater.simulator.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Errors in Anthropic's shape and words. */
final class AnthropicErrors {
  private AnthropicErrors() {}

  static Document invalid(String message) {
    return of(400, "invalid_request_error", message);
  }

  static Document of(int status, String type, String message) {
    ObjectNode body = Json.object();
    body.put("type", "error");
    body.putObject("error").put("type", type).put("message", message);
    body.put("request_id", Identifier.of("req_01", 22));
    return Document.json(status, body);
  }

  /** What Anthropic says with a status when nothing is known of the cause. */
  static Document usual(int status) {
    return switch (status) {
      case 400 -> invalid("The request is not valid.");
      case 401 -> of(status, "authentication_error", "invalid x-api-key");
      case 402 ->
          of(
              status,
              "billing_error",
              "There is an issue with your billing or payment information.");
      case 403 ->
          of(
              status,
              "permission_error",
              "Your API key does not have permission to use this model.");
      case 404 -> of(status, "not_found_error", "The requested resource could not be found.");
      case 413 -> of(status, "request_too_large", "Request exceeds the maximum size");
      case 429 ->
          of(
              status,
              "rate_limit_error",
              "Number of request tokens has exceeded your per-minute rate limit.");
      case 504 -> of(status, "timeout_error", "Request timed out.");
      case 529, 503 -> of(status, "overloaded_error", "Overloaded");
      default ->
          status >= 500
              ? of(status, "api_error", "Internal server error")
              : of(status, "invalid_request_error", "The request was refused.");
    };
  }
}
