package dev.breakwater.simulator.openai;

import dev.breakwater.simulator.answer.ApiRequest;
import dev.breakwater.simulator.answer.Document;
import dev.breakwater.simulator.answer.Identifier;
import dev.breakwater.simulator.answer.Reading;
import dev.breakwater.simulator.answer.Vendor;
import io.vertx.core.MultiMap;

/** OpenAI: chat completions, responses, completions, embeddings and models below {@code /v1}. */
public final class OpenAi implements Vendor {
  private static final String VERSION = "/v1";

  private final Api api = new Api(Host.OPENAI);

  @Override
  public String provider() {
    return "openai";
  }

  @Override
  public String mount() {
    return "/openai";
  }

  @Override
  public String basePath() {
    return "/openai/v1";
  }

  @Override
  public Reading read(ApiRequest request) {
    String full = request.path();
    String path = full.startsWith(VERSION + "/") ? full.substring(VERSION.length()) : "";
    if (!Api.serves(path)) {
      return refused(false, OpenAiErrors.unknownPath(request.method(), full));
    }
    String method = Api.method(path);
    if (method != null && !request.method().equals(method)) {
      return refused(false, OpenAiErrors.wrongMethod(request.method(), full));
    }
    String key = request.bearer();
    if (key == null || key.isEmpty()) {
      return refused(Api.generates(path), OpenAiErrors.noKey());
    }
    return key.startsWith(WRONG_KEY)
        ? refused(Api.generates(path), OpenAiErrors.wrongKey(key))
        : api.read(request, path, null);
  }

  private static Reading refused(boolean generation, Document document) {
    return new Reading.Refusal(null, false, generation, document);
  }

  @Override
  public Document error(int status, ApiRequest request) {
    return OpenAiErrors.usual(status);
  }

  @Override
  public void stamp(MultiMap headers) {
    headers.set("x-request-id", Identifier.of("req_", 32));
    headers.set("openai-version", "2020-10-01");
    headers.set("openai-organization", "simulated");
    headers.set("openai-processing-ms", "1");
    headers.set("x-ratelimit-limit-requests", "10000");
    headers.set("x-ratelimit-remaining-requests", "9999");
    headers.set("x-ratelimit-reset-requests", "6ms");
    headers.set("x-ratelimit-limit-tokens", "2000000");
    headers.set("x-ratelimit-remaining-tokens", "1999000");
    headers.set("x-ratelimit-reset-tokens", "30ms");
  }
}
