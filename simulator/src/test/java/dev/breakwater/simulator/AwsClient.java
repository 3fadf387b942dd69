package dev.breakwater.simulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;
import software.amazon.eventstream.MessageDecoder;
import tools.jackson.databind.JsonNode;

/** Signs requests with Amazon's own signer and reads event streams with Amazon's own decoder. */
final class AwsClient {
  private final Rig rig;
  private final AwsCredentialsIdentity identity;
  private final Instant now;

  AwsClient(Rig rig, String secret, @Nullable String sessionToken, Instant now) {
    this.rig = rig;
    this.identity =
        sessionToken == null
            ? AwsCredentialsIdentity.create("AKIDSIMULATED00000", secret)
            : AwsSessionCredentialsIdentity.create("AKIDSIMULATED00000", secret, sessionToken);
    this.now = now;
  }

  /** A message of an event stream. */
  record Event(@Nullable String type, @Nullable String exception, byte[] payload) {
    JsonNode json() {
      return Dialect.MAPPER.readTree(payload);
    }
  }

  HttpResponse<byte[]> post(String path, String body) throws IOException, InterruptedException {
    return post(path, body, signed -> signed);
  }

  /** Signs the body and sends what {@code afterwards} makes of it. */
  HttpResponse<byte[]> post(String path, String body, UnaryOperator<String> afterwards)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = signed(SdkHttpMethod.POST, path, body);
    return rig.client.send(
        request.POST(BodyPublishers.ofString(afterwards.apply(body))).build(),
        BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
    return rig.client.send(signed(SdkHttpMethod.GET, path, "").build(), BodyHandlers.ofByteArray());
  }

  private HttpRequest.Builder signed(SdkHttpMethod method, String path, String body) {
    URI address = URI.create(rig.url(path));
    SdkHttpRequest unsigned =
        SdkHttpRequest.builder()
            .method(method)
            .uri(address)
            .putHeader("Content-Type", "application/json")
            .build();
    byte[] payload = body.getBytes(StandardCharsets.UTF_8);
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(request ->
                request
                    .identity(identity)
                    .request(unsigned)
                    .payload(ContentStreamProvider.fromByteArray(payload))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "bedrock")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
                    .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, Clock.fixed(now, ZoneOffset.UTC)))
            .request();
    HttpRequest.Builder request = HttpRequest.newBuilder(address);
    signed.forEachHeader((name, values) -> {
      if (!name.equalsIgnoreCase("Host")) {
        values.forEach(value -> request.header(name, value));
      }
    });
    return request;
  }

  /** Decodes a whole stream; checksums are verified. */
  static List<Event> events(byte[] stream) {
    List<Message> messages = new ArrayList<>();
    MessageDecoder decoder = new MessageDecoder(messages::add);
    decoder.feed(stream);
    List<Event> events = new ArrayList<>();
    for (Message message : messages) {
      HeaderValue type = message.getHeaders().get(":event-type");
      HeaderValue exception = message.getHeaders().get(":exception-type");
      events.add(
          new Event(
              type == null ? null : type.getString(),
              exception == null ? null : exception.getString(),
              message.getPayload()));
    }
    return events;
  }
}
