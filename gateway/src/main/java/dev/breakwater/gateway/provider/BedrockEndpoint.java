package dev.breakwater.gateway.provider;

import dev.breakwater.gateway.settings.Hosting;
import dev.breakwater.wire.format.Header;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.RequestOptions;
import java.util.function.LongSupplier;

/** Amazon Bedrock: every request is signed for its time and its body. */
final class BedrockEndpoint implements Endpoint {
  private final Origin origin;
  private final SignatureV4 signature;
  private final LongSupplier epochMillis;

  BedrockEndpoint(Origin origin, Hosting.Bedrock bedrock, LongSupplier epochMillis) {
    this.origin = origin;
    this.epochMillis = epochMillis;
    this.signature = new SignatureV4(bedrock, "bedrock");
  }

  @Override
  public HttpConnectOptions connect() {
    return origin.connect();
  }

  @Override
  public RequestOptions request(String path, String modelName, PassOn passOn, byte[] body) {
    RequestOptions options = origin.post(path);
    String uri = options.getURI();
    for (Header header :
        signature.headers("POST", origin.authority(), uri, body, epochMillis.getAsLong())) {
      options.putHeader(header.name(), header.value());
    }
    return options;
  }
}
