package dev.breakwater.gateway.provider;

import dev.breakwater.gateway.settings.Hosting;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.wire.format.ProviderFormat;
import io.vertx.core.http.HttpConnectOptions;
import org.jspecify.annotations.Nullable;

/** Where a provider is reached, and what every call to it looks like. One a loop. */
interface Endpoint {
  /** How a connection to it is opened. */
  HttpConnectOptions connect();

  /** What the provider calls a model. */
  default String modelName(String model) {
    return model;
  }

  /**
   * What a call's request looks like, to be read only.
   *
   * @param path below the base URL, with its query
   * @param modelName as the provider calls it
   * @param passOn what of the client's request goes along; nothing when the protocols differ
   * @param body as it will be sent
   */
  RequestHead request(String path, String modelName, PassOn passOn, byte[] body);

  /** How a connection to where models are listed is opened; mostly the same. */
  default HttpConnectOptions connectForList() {
    return connect();
  }

  /**
   * What asking for the list of models looks like.
   *
   * @param page as the page before named the next one; null for the first
   */
  RequestHead listRequest(@Nullable String page);

  /** Whether models can be called by the names in the list. */
  default boolean servesWhatItLists() {
    return true;
  }

  /**
   * @param epochMillis the time that signatures carry
   */
  static Endpoint of(
      ProviderSettings settings,
      ProviderFormat format,
      java.util.function.LongSupplier epochMillis) {
    return switch (settings.hosting()) {
      case Hosting.Direct direct ->
          new PlainEndpoint(
              Origin.of(settings.baseUrl()),
              callerHeaders(settings, format),
              ListPath.of(settings.protocol()));
      case Hosting.Azure azure -> new AzureEndpoint(settings, azure);
      case Hosting.Bedrock bedrock ->
          new BedrockEndpoint(Origin.of(settings.baseUrl()), bedrock, epochMillis);
    };
  }

  private static java.util.List<dev.breakwater.wire.format.Header> callerHeaders(
      ProviderSettings settings, ProviderFormat format) {
    var apiKey = settings.apiKey();
    return format.callerHeaders(apiKey == null ? "" : apiKey.reveal()).stream()
        .filter(header -> apiKey != null || !header.value().isBlank())
        .toList();
  }
}
