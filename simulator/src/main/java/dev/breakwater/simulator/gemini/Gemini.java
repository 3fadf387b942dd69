package dev.breakwater.simulator.gemini;

import dev.breakwater.simulator.answer.ApiRequest;
import dev.breakwater.simulator.answer.Document;
import dev.breakwater.simulator.answer.Reading;
import dev.breakwater.simulator.answer.Vendor;
import io.vertx.core.MultiMap;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Google's Gemini API: {@code generateContent}, {@code streamGenerateContent}, {@code countTokens},
 * {@code embedContent}, {@code batchEmbedContents} and models, under {@code v1beta} and {@code v1}.
 */
public final class Gemini implements Vendor {

  /** What is asked of a model. */
  private enum Method {
    GENERATE,
    STREAM,
    COUNT,
    EMBED,
    EMBED_SEVERAL;

    boolean generation() {
      return this != COUNT;
    }
  }

  @Override
  public String provider() {
    return "google";
  }

  @Override
  public String mount() {
    return "/gemini";
  }

  @Override
  public String basePath() {
    return "/gemini";
  }

  @Override
  public Reading read(ApiRequest request) {
    String path = request.path();
    String rest =
        path.startsWith("/v1beta/")
            ? path.substring(8)
            : path.startsWith("/v1/") ? path.substring(4) : "";
    if (!rest.equals("models") && !rest.startsWith("models/")) {
      return refused(null, false, GeminiErrors.unknownPath(path));
    }
    int colon = rest.lastIndexOf(':');
    Method method = colon < 0 ? null : method(rest.substring(colon + 1));
    if (request.method().equals("GET") && method == null) {
      return models(request, rest);
    }
    if (!request.method().equals("POST") || method == null) {
      return refused(null, false, GeminiErrors.unknownPath(path));
    }
    String model = decoded(rest.substring("models/".length(), colon));
    Document refusal = credentials(request);
    if (refusal != null) {
      return refused(model, method.generation(), framed(refusal, request));
    }
    return switch (method) {
      case GENERATE -> GenerateRequest.read(model, request.body().getBytes(), Framing.WHOLE);
      case STREAM -> GenerateRequest.read(model, request.body().getBytes(), framing(request));
      case COUNT -> GenerateRequest.count(model, request.body().getBytes());
      case EMBED -> Embeddings.one(model, request.body().getBytes());
      case EMBED_SEVERAL -> Embeddings.several(model, request.body().getBytes());
    };
  }

  private static Reading models(ApiRequest request, String rest) {
    Document refusal = credentials(request);
    if (refusal != null) {
      return refused(null, false, refusal);
    }
    if (rest.equals("models")) {
      return new Reading.ModelList(names -> GeminiModels.list(names, request.query()));
    }
    String model = decoded(rest.substring("models/".length()));
    return new Reading.Side(model, GeminiModels.one(model));
  }

  private static @Nullable Method method(String name) {
    return switch (name) {
      case "generateContent" -> Method.GENERATE;
      case "streamGenerateContent" -> Method.STREAM;
      case "countTokens" -> Method.COUNT;
      case "embedContent" -> Method.EMBED;
      case "batchEmbedContents" -> Method.EMBED_SEVERAL;
      default -> null;
    };
  }

  private static String decoded(String segment) {
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static Framing framing(ApiRequest request) {
    return "sse".equals(request.query().get("alt")) ? Framing.EVENTS : Framing.ARRAY;
  }

  private static @Nullable Document credentials(ApiRequest request) {
    String header = request.header("x-goog-api-key");
    String key = header == null ? request.query().get("key") : header;
    String bearer = request.bearer();
    if (bearer != null && key == null && bearer.startsWith(WRONG_KEY)) {
      return GeminiErrors.usual(401);
    }
    if (key != null && key.startsWith(WRONG_KEY)) {
      return GeminiErrors.badKey();
    }
    if (key == null && bearer == null) {
      return GeminiErrors.noKey();
    }
    boolean empty = (key == null || key.isEmpty()) && (bearer == null || bearer.isEmpty());
    return empty ? GeminiErrors.badKey() : null;
  }

  /** Streams that are no events have their errors in an array too. */
  private static Document framed(Document error, ApiRequest request) {
    boolean array =
        request.path().endsWith(":streamGenerateContent") && framing(request) == Framing.ARRAY;
    return array ? GeminiErrors.inArray(error) : error;
  }

  private static Reading refused(@Nullable String model, boolean generation, Document document) {
    return new Reading.Refusal(model, false, generation, document);
  }

  @Override
  public Document error(int status, ApiRequest request) {
    return framed(GeminiErrors.usual(status), request);
  }

  @Override
  public void stamp(MultiMap headers) {
    headers.set("Server", "scaffolding on HTTPServer2");
    headers.set("Server-Timing", "gfet4t7; dur=1");
    headers.set("Vary", "Origin, X-Origin, Referer");
  }
}
