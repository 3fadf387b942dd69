package dev.breakwater.simulator.gemini;

import dev.breakwater.simulator.answer.Document;
import dev.breakwater.simulator.json.Json;
import io.vertx.core.buffer.Buffer;
import tools.jackson.databind.node.ObjectNode;

/** Errors in the shape and words of Google's APIs. */
final class GeminiErrors {
  private GeminiErrors() {}

  static Document noKey() {
    return of(
        403,
        "PERMISSION_DENIED",
        "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or"
            + " other form of API consumer identity to call this API.");
  }

  static Document badKey() {
    ObjectNode body =
        body(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.");
    body.withObject("/error")
        .putArray("details")
        .addObject()
        .put("@type", "type.googleapis.com/google.rpc.ErrorInfo")
        .put("reason", "API_KEY_INVALID")
        .put("domain", "googleapis.com");
    return Document.json(400, body);
  }

  static Document unknownPath(String path) {
    return of(404, "NOT_FOUND", "The requested URL " + path + " was not found on this server.");
  }

  static Document invalid(String message) {
    return of(400, "INVALID_ARGUMENT", message);
  }

  static Document forbidden(String message) {
    return of(403, "PERMISSION_DENIED", message);
  }

  static Document inArray(Document error) {
    Buffer body = Buffer.buffer("[").appendBuffer(error.body()).appendString("]\n");
    return new Document(error.status(), error.contentType(), body);
  }

  /** What Google says with a status when nothing is known of the cause. */
  static Document usual(int status) {
    return switch (status) {
      case 400 -> invalid("Request contains an invalid argument.");
      case 401 -> of(status, "UNAUTHENTICATED", "Request had invalid authentication credentials.");
      case 403 -> of(status, "PERMISSION_DENIED", "The caller does not have permission");
      case 404 -> of(status, "NOT_FOUND", "The model is not found for API version v1beta.");
      case 429 ->
          of(status, "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota).");
      case 499 -> of(status, "CANCELLED", "The operation was cancelled.");
      case 501 -> of(status, "UNIMPLEMENTED", "The operation is not implemented.");
      case 503 -> of(status, "UNAVAILABLE", "The model is overloaded. Please try again later.");
      case 504 ->
          of(status, "DEADLINE_EXCEEDED", "Deadline expired before operation could complete.");
      default ->
          status >= 500
              ? of(
                  status,
                  "INTERNAL",
                  "An internal error has occurred. Please retry or report in"
                      + " https://developers.generativeai.google/guide/troubleshooting")
              : of(status, "FAILED_PRECONDITION", "The request was refused.");
    };
  }

  private static Document of(int status, String name, String message) {
    return Document.json(status, body(status, name, message));
  }

  private static ObjectNode body(int status, String name, String message) {
    ObjectNode body = Json.object();
    body.putObject("error").put("code", status).put("message", message).put("status", name);
    return body;
  }
}
