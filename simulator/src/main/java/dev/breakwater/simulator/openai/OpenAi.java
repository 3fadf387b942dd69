package dev.breakwater.simulator.openai;

import dev.breakwater.simulator.answer.ApiRequest;
import dev.breakwater.simulator.answer.Document;
import dev.breakwater.simulator.answer.Identifier;
import dev.breakwater.simulator.answer.Reading;
import dev.breakwater.simulator.answer.Vendor;
import io.vertx.core.MultiMap;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** OpenAI: {@code /v1/chat/completions} and {@code /v1/models}. */
public final class OpenAi implements Vendor {
  private static final String CHAT = "/v1/chat/completions";
  private static final String MODELS = "/v1/models";

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
    String path = request.path();
    boolean chat = path.equals(CHAT);
    boolean models = path.equals(MODELS) || path.startsWith(MODELS + "/");
    if (!chat && !models) {
      return refused(false, OpenAiErrors.unknownPath(request.method(), path));
    }
    if (!request.method().equals(chat ? "POST" : "GET")) {
      return refused(false, OpenAiErrors.wrongMethod(request.method(), path));
    }
    String key = request.bearer();
    if (key == null || key.isEmpty()) {
      return refused(chat, OpenAiErrors.noKey());
    }
    if (chat) {
      return ChatRequest.read(request.body().getBytes());
    }
    if (path.equals(MODELS)) {
      return new Reading.Side(null, OpenAiModels.list());
    }
    String model =
        URLDecoder.decode(
            path.substring(MODELS.length() + 1).replace("+", "%2B"), StandardCharsets.UTF_8);
    return new Reading.Side(model, OpenAiModels.one(model));
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
