package dev.breakwater.simulator.openai;

import dev.breakwater.simulator.answer.Document;
import dev.breakwater.simulator.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Errors in Azure's shape and words; a bad parameter is refused in OpenAI's. */
final class AzureErrors {
  private AzureErrors() {}

  static Document notFound() {
    return of(404, "404", "Resource not found");
  }

  static Document unknownVersion() {
    return of(400, "BadRequest", "API version not supported");
  }

  static Document noKey() {
    return of(
        401,
        "401",
        "Unauthorized. Access token is missing, invalid, audience is incorrect (https://cognitiveservices.azure.com), or have expired.");
  }

  static Document wrongKey() {
    return of(
        401,
        "401",
        "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.");
  }

  /** The prompt was found to be violent. */
  static Document filtered() {
    ObjectNode body = Json.object();
    ObjectNode error =
        body.putObject("error")
            .put(
                "message",
                "The response was filtered due to the prompt triggering Azure OpenAI's content management policy. Please modify your prompt and retry. To learn more about our content filtering policies please read our documentation: https://go.microsoft.com/fwlink/?linkid=2198766")
            .putNull("type")
            .put("param", "prompt")
            .put("code", "content_filter")
            .put("status", 400);
    ObjectNode inner = error.putObject("innererror").put("code", "ResponsibleAIPolicyViolation");
    inner.set("content_filter_result", ContentFilter.violent());
    return Document.json(400, body);
  }

  /** What Azure says with a status when nothing is known of the cause. */
  static Document usual(int status) {
    return switch (status) {
      case 401 -> wrongKey();
      case 403 ->
          of(status, "AccessDenied", "Access denied due to Virtual Network/Firewall rules.");
      case 404 ->
          of(
              status,
              "DeploymentNotFound",
              "The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again.");
      case 408 -> of(status, "Timeout", "The operation was timeout.");
      case 429 ->
          of(
              status,
              "429",
              "Requests to the ChatCompletions_Create Operation under Azure OpenAI API version 2024-10-21 have exceeded call rate limit of your current OpenAI S0 pricing tier. Please retry after 20 seconds. Please go here: https://aka.ms/oai/quotaincrease if you would like to further increase the default rate limit.");
      case 503 ->
          of(
              status,
              "ServiceUnavailable",
              "The service is temporarily unable to process your request. Please try again later.");
      default ->
          status >= 500
              ? of(
                  status,
                  "InternalServerError",
                  "Backend returned unexpected response. Please contact Microsoft for help.")
              : OpenAiErrors.usual(status);
    };
  }

  private static Document of(int status, String code, String message) {
    ObjectNode body = Json.object();
    body.putObject("error").put("code", code).put("message", message);
    return Document.json(status, body);
  }
}
