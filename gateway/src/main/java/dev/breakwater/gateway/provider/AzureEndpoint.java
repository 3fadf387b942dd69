package dev.breakwater.gateway.provider;

import dev.breakwater.gateway.settings.Hosting;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Secret;
import dev.breakwater.wire.format.Header;
import io.vertx.core.http.HttpConnectOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Azure OpenAI: models have deployments, which stand in the path where an API version is given, and
 * the key has a header of its own.
 */
final class AzureEndpoint implements Endpoint {
  private final Hosting.Azure azure;
  private final PlainEndpoint plain;

  AzureEndpoint(ProviderSettings settings, Hosting.Azure azure) {
    this.azure = azure;
    Secret apiKey = settings.apiKey();
    this.plain =
        new PlainEndpoint(
            Origin.of(settings.baseUrl()),
            apiKey == null ? List.of() : List.of(new Header("api-key", apiKey.reveal())),
            listPath(azure.apiVersion()));
  }

  @Override
  public HttpConnectOptions connect() {
    return plain.connect();
  }

  @Override
  public String modelName(String model) {
    return azure.deployments().getOrDefault(model, model);
  }

  @Override
  public RequestHead request(String path, String modelName, PassOn passOn, byte[] body) {
    return plain.request(path(path, modelName), passOn);
  }

  /** Of the models that the resource may deploy; deployments are listed at another service. */
  private static ListPath listPath(@Nullable String version) {
    return ListPath.inOnePage(
        version == null ? "/openai/v1/models" : "/openai/models?api-version=" + version);
  }

  @Override
  public RequestHead listRequest(@Nullable String page) {
    return plain.listRequest(page);
  }

  @Override
  public boolean servesWhatItLists() {
    return false;
  }

  /** Responses have no deployment in their path, whatever the version. */
  private String path(String path, String deployment) {
    String version = azure.apiVersion();
    if (version == null) {
      return "/openai/v1" + path;
    }
    String under =
        path.startsWith("/responses")
            ? ""
            : "/deployments/" + URLEncoder.encode(deployment, StandardCharsets.UTF_8);
    return "/openai" + under + path + "?api-version=" + version;
  }
}
