package dev.breakwater.simulator.anthropic;

import dev.breakwater.simulator.answer.ApiRequest;
import dev.breakwater.simulator.answer.Document;
import dev.breakwater.simulator.answer.Identifier;
import dev.breakwater.simulator.answer.Reading;
import dev.breakwater.simulator.answer.Vendor;
import io.vertx.core.MultiMap;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Anthropic: {@code /v1/messages}, {@code /v1/messages/count_tokens} and {@code /v1/models}. */
public final class Anthropic implements Vendor {
  private static final String MESSAGES = "/v1/messages";
  private static final String COUNT = "/v1/messages/count_tokens";
  private static final String MODELS = "/v1/models";

  @Override
  public String provider() {
    return "anthropic";
  }

  @Override
  public String mount() {
    return "/anthropic";
  }

  @Override
  public String basePath() {
    return "/anthropic";
  }

  @Override
  public Reading read(ApiRequest request) {
    String path = request.path();
    boolean messages = path.equals(MESSAGES);
    boolean count = path.equals(COUNT);
    boolean models = path.equals(MODELS) || path.startsWith(MODELS + "/");
    if (!messages && !count && !models) {
      return refused(false, AnthropicErrors.of(404, "not_found_error", "Not Found"));
    }
    if (!request.method().equals(models ? "GET" : "POST")) {
      return refused(false, AnthropicErrors.of(405, "invalid_request_error", "Method Not Allowed"));
    }
    Document refusal = credentials(request);
    if (refusal != null) {
      return refused(messages, refusal);
    }
    String date = request.header("anthropic-version");
    Version version = Version.named(date == null ? "" : date).orElse(Version.USUAL);
    if (messages) {
      return MessagesRequest.read(request.body().getBytes(), version);
    }
    if (count) {
      return MessagesRequest.count(request.body().getBytes(), version);
    }
    if (path.equals(MODELS)) {
      return new Reading.ModelList(names -> AnthropicModels.list(names, request.query()));
    }
    String model =
        URLDecoder.decode(
            path.substring(MODELS.length() + 1).replace("+", "%2B"), StandardCharsets.UTF_8);
    return new Reading.Side(model, AnthropicModels.one(model));
  }

  private static @Nullable Document credentials(ApiRequest request) {
    String key = request.header("x-api-key");
    String bearer = request.bearer();
    if ((key == null || key.isEmpty()) && (bearer == null || bearer.isEmpty())) {
      return AnthropicErrors.of(401, "authentication_error", "x-api-key header is required");
    }
    if ((key != null && key.startsWith(WRONG_KEY))
        || (bearer != null && bearer.startsWith(WRONG_KEY))) {
      return AnthropicErrors.usual(401);
    }
    String version = request.header("anthropic-version");
    if (version == null || version.isEmpty()) {
      return AnthropicErrors.invalid("anthropic-version: header is required");
    }
    return Version.named(version).isEmpty()
        ? AnthropicErrors.invalid("anthropic-version: \"" + version + "\" is not a valid version")
        : null;
  }

  private static Reading refused(boolean generation, Document document) {
    return new Reading.Refusal(null, false, generation, document);
  }

  @Override
  public Document error(int status, ApiRequest request) {
    return AnthropicErrors.usual(status);
  }

  @Override
  public void stamp(MultiMap headers) {
    headers.set("request-id", Identifier.of("req_01", 22));
    headers.set("anthropic-organization-id", "00000000-0000-4000-8000-000000000000");
    String reset = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1).toString();
    limit(headers, "requests", 4_000, 3_999, reset);
    limit(headers, "tokens", 480_000, 479_000, reset);
    limit(headers, "input-tokens", 400_000, 399_000, reset);
    limit(headers, "output-tokens", 80_000, 80_000, reset);
  }

  private static void limit(MultiMap headers, String what, int most, int left, String reset) {
    String name = "anthropic-ratelimit-" + what;
    headers.set(name + "-limit", Integer.toString(most));
    headers.set(name + "-remaining", Integer.toString(left));
    headers.set(name + "-reset", reset);
  }
}
