package dev.breakwater.simulator.openai;

import dev.breakwater.simulator.answer.ApiRequest;
import dev.breakwater.simulator.answer.Document;
import dev.breakwater.simulator.answer.Reading;
import dev.breakwater.simulator.answer.Vendor;
import io.vertx.core.MultiMap;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Azure OpenAI: deployments below {@code /openai/deployments/{name}} with a dated {@code
 * api-version}, and the same calls as OpenAI's below {@code /openai/v1}.
 */
public final class AzureOpenAi implements Vendor {
  private static final String DEPLOYMENTS = "/openai/deployments/";
  private static final String V1 = "/openai/v1/";
  private static final String PLAIN = "/openai/";
  private static final String DATED = "\\d{4}-\\d{2}-\\d{2}(-preview)?";

  private final Api api = new Api(Host.AZURE);

  /** What a path asks for: a call below {@code /v1}, and the deployment that it names. */
  private record Target(String path, @Nullable String deployment, boolean dated) {}

  @Override
  public String provider() {
    return "azure";
  }

  @Override
  public String mount() {
    return "/azure";
  }

  @Override
  public String basePath() {
    return "/azure";
  }

  @Override
  public Reading read(ApiRequest request) {
    Target target = target(request.path());
    Document refusal = refusal(request, target);
    return refusal == null
        ? api.read(request, target.path, target.deployment)
        : new Reading.Refusal(target.deployment, false, Api.generates(target.path), refusal);
  }

  private static @Nullable Document refusal(ApiRequest request, Target target) {
    String method = Api.method(target.path);
    if (!Api.serves(target.path) || (method != null && !request.method().equals(method))) {
      return AzureErrors.notFound();
    }
    String version = request.query().get("api-version");
    if (target.dated && version == null) {
      return AzureErrors.notFound();
    }
    if (target.dated && version != null && !version.matches(DATED)) {
      return AzureErrors.unknownVersion();
    }
    String header = request.header("api-key");
    String key = header == null ? request.bearer() : header;
    if (key == null || key.isEmpty()) {
      return AzureErrors.noKey();
    }
    return key.startsWith(WRONG_KEY) ? AzureErrors.wrongKey() : null;
  }

  private static Target target(String path) {
    if (path.startsWith(DEPLOYMENTS)) {
      int end = path.indexOf('/', DEPLOYMENTS.length());
      if (end < 0) {
        return new Target("", null, true);
      }
      String name = path.substring(DEPLOYMENTS.length(), end).replace("+", "%2B");
      String rest = path.substring(end);
      // A deployment is one model, so it has none to list and keeps no responses.
      boolean call = Api.generates(rest) && !rest.startsWith("/responses");
      return new Target(call ? rest : "", URLDecoder.decode(name, StandardCharsets.UTF_8), true);
    }
    if (path.startsWith(V1)) {
      return new Target(path.substring(V1.length() - 1), null, false);
    }
    String rest = path.startsWith(PLAIN) ? path.substring(PLAIN.length() - 1) : "";
    boolean served = rest.startsWith("/responses") || rest.startsWith("/models");
    return new Target(served ? rest : "", null, true);
  }

  @Override
  public Document error(int status, ApiRequest request) {
    return AzureErrors.usual(status);
  }

  @Override
  public void stamp(MultiMap headers) {
    String id = UUID.randomUUID().toString();
    headers.set("apim-request-id", id);
    headers.set("x-request-id", id);
    headers.set("x-ms-region", "Sweden Central");
    headers.set("x-ms-client-request-id", UUID.randomUUID().toString());
    headers.set("x-ratelimit-limit-requests", "2500");
    headers.set("x-ratelimit-remaining-requests", "2499");
    headers.set("x-ratelimit-limit-tokens", "250000");
    headers.set("x-ratelimit-remaining-tokens", "249000");
  }
}
