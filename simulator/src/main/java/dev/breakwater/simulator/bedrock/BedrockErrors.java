package dev.breakwater.simulator.bedrock;

import dev.breakwater.simulator.answer.Document;
import dev.breakwater.simulator.json.Json;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Errors in Amazon's shape and words: the message in the body, the kind in a header. */
final class BedrockErrors {
  private BedrockErrors() {}

  static Document invalid(String message) {
    return of(400, "ValidationException", message);
  }

  /** The body, or a part of it, is not of the expected JSON type. */
  static Document unreadable(String message) {
    return of(400, "SerializationException", message);
  }

  static Document forbidden(String type, String message) {
    return of(403, type, message);
  }

  static Document unknownPath() {
    // The front of Amazon's services has no body for what it does not know.
    return new Document(
        404,
        Document.JSON,
        Buffer.buffer("<UnknownOperationException/>\n"),
        Map.of("x-amzn-ErrorType", "UnknownOperationException"));
  }

  /** What Amazon says with a status when nothing is known of the cause. */
  static Document usual(int status) {
    return switch (status) {
      case 400 -> invalid("The provided request is not valid.");
      case 401, 403 ->
          of(
              status,
              "AccessDeniedException",
              "You don't have access to the model with the specified model ID.");
      case 404 ->
          of(
              status,
              "ResourceNotFoundException",
              "The model could not be found. Check the model identifier.");
      case 408 ->
          of(
              status,
              "ModelTimeoutException",
              "The request took too long to process. Processing time exceeded the model timeout length.");
      case 424 ->
          of(
              status,
              "ModelErrorException",
              "The request failed due to an error while processing the model.");
      case 429 ->
          of(status, "ThrottlingException", "Too many requests, please wait before trying again.");
      case 503 ->
          of(status, "ServiceUnavailableException", "Bedrock is unable to process your request.");
      default ->
          status >= 500
              ? of(
                  status,
                  "InternalServerException",
                  "The system encountered an unexpected error during processing. Try your request again.")
              : of(status, "ValidationException", "The request was refused.");
    };
  }

  private static Document of(int status, String type, String message) {
    ObjectNode body = Json.object().put("message", message);
    return new Document(
        status,
        Document.JSON,
        Buffer.buffer(Json.bytes(body)),
        Map.of("x-amzn-ErrorType", type + ":http://internal.amazon.com/coral/com.amazon.bedrock/"));
  }
}
