package dev.breakwater.gateway.provider;

import dev.breakwater.gateway.settings.Hosting;
import dev.breakwater.wire.format.Header;
import io.vertx.core.http.HttpConnectOptions;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Amazon Bedrock: every request is signed for its time and its body. */
final class BedrockEndpoint implements Endpoint {
  /** Models run at one host and are listed at another, which differ in this. */
  private static final String RUNTIME = "bedrock-runtime";

  private final Origin origin;
  private final Origin lists;
  private final SignatureV4 signature;
  private final LongSupplier epochMillis;

  BedrockEndpoint(Origin origin, Hosting.Bedrock bedrock, LongSupplier epochMillis) {
    this.origin = origin;
    this.lists = origin.at(origin.host().replace(RUNTIME, "bedrock"));
    this.epochMillis = epochMillis;
    this.signature = new SignatureV4(bedrock, "bedrock");
  }

  @Override
  public HttpConnectOptions connect() {
    return origin.connect();
  }

  @Override
  public RequestHead request(String path, String modelName, PassOn passOn, byte[] body) {
    return signed(origin, origin.post(path), body);
  }

  @Override
  public HttpConnectOptions connectForList() {
    return lists.connect();
  }

  @Override
  public RequestHead listRequest(@Nullable String page) {
    return signed(lists, lists.get("/foundation-models"), new byte[0]);
  }

  private RequestHead signed(Origin at, RequestHead head, byte[] body) {
    for (Header header :
        signature.headers(
            head.method(), at.authority(), head.target(), body, epochMillis.getAsLong())) {
      head.header(header.name(), header.value());
    }
    return head;
  }
}
