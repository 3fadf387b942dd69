package dev.breakwater.gateway.http;

import io.vertx.core.http.HttpMethod;

/**
 * Every call that the gateway takes. All want a key for inference, in any of the places that SDKs
 * use.
 */
public enum GatewayRoute {
  CHAT("POST", "/v1/chat/completions", "A conversation by OpenAI's chat completions"),
  COMPLETIONS("POST", "/v1/completions", "A text by OpenAI's older completions"),
  EMBEDDINGS("POST", "/v1/embeddings", "Texts as vectors, by OpenAI's embeddings"),
  MESSAGES("POST", "/v1/messages", "A conversation by Anthropic's messages"),
  MESSAGE_COUNT("POST", "/v1/messages/count_tokens", "How many tokens Anthropic's messages have"),
  GENERATE("POST", "/api/v1/llm/generate", "A text for a prompt, in the plainest form"),
  RESPONSE("POST", "/v1/responses", "A conversation by OpenAI's responses"),
  RESPONSE_COUNT("POST", "/v1/responses/input_tokens", "How many tokens a response would read"),
  KEPT_RESPONSE("GET", "/v1/responses/{path}", "A response that is kept, or its input"),
  FORGET_RESPONSE("DELETE", "/v1/responses/{path}", "Deletes a response that is kept"),
  MODELS("GET", "/v1/models", "The models that the key may ask, as its SDK lists them"),
  MODEL("GET", "/v1/models/{model}", "One model"),
  GEMINI("POST", "/v1/models/{model}:{action}", "A conversation by Google's Gemini"),
  BETA_MODELS("GET", "/v1beta/models", "The models that the key may ask, in Gemini's form"),
  BETA_MODEL("GET", "/v1beta/models/{model}", "One model, in Gemini's form"),
  BETA_GEMINI("POST", "/v1beta/models/{model}:{action}", "A conversation by Google's Gemini"),
  /** Some of Gemini's clients take a model with a slash in it for a whole resource name. */
  BETA_RESOURCE("POST", "/v1beta/{resource}:{action}", "A conversation by the model's whole name");

  private final String method;
  private final String path;
  private final String summary;

  GatewayRoute(String method, String path, String summary) {
    this.method = method;
    this.path = path;
    this.summary = summary;
  }

  public HttpMethod method() {
    return HttpMethod.valueOf(method);
  }

  /** With {@code {name}} for what varies; only at its end. */
  public String path() {
    return path;
  }

  /** What it gives, for the documentation. */
  public String summary() {
    return summary;
  }

  /** The part that does not vary: all of it, or up to a slash. */
  String fixed() {
    int varies = path.indexOf('{');
    return varies < 0 ? path : path.substring(0, varies);
  }

  boolean varies() {
    return path.indexOf('{') >= 0;
  }
}
