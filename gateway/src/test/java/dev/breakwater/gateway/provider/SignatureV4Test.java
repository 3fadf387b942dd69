package dev.breakwater.gateway.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.settings.Hosting;
import dev.breakwater.gateway.settings.Secret;
import dev.breakwater.wire.format.Header;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Held against Amazon's own signer. */
class SignatureV4Test {
  private static final String ID = "AKIDEXAMPLE";
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

  @Test
  void signaturesAreThoseOfAmazonsOwnSigner() {
    String[] models = {
      "amazon.nova-lite-v1%3A0",
      "arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Ainference-profile%2Fus.claude",
      "plain"
    };
    SplittableRandom random = new SplittableRandom(7);
    for (int run = 0; run < 60; run++) {
      String token = run % 2 == 0 ? null : "token/" + run + "==";
      String path = "/model/" + models[run % 3] + (run % 4 < 2 ? "/converse" : "/converse-stream");
      String query = run % 5 == 0 ? "?b=2&a=1" : "";
      byte[] body = ("{\"n\":" + random.nextLong() + "}").getBytes(StandardCharsets.UTF_8);
      long millis = 1_700_000_000_000L + run * 7_777_777_777L;
      URI uri = URI.create("https://bedrock-runtime.eu-west-3.amazonaws.com" + path + query);

      Map<String, String> ours =
          new SignatureV4(
                  new Hosting.Bedrock(
                      "eu-west-3",
                      ID,
                      new Secret(SECRET),
                      token == null ? null : new Secret(token)),
                  "bedrock")
              .headers("POST", uri.getHost(), path + query, body, millis).stream()
                  .collect(Collectors.toMap(Header::name, Header::value));

      assertThat(ours).as("run %d", run).containsAllEntriesOf(amazons(uri, body, millis, token));
    }
  }

  private static Map<String, String> amazons(
      URI uri, byte[] body, long millis, @Nullable String token) {
    AwsCredentialsIdentity identity =
        token == null
            ? AwsCredentialsIdentity.create(ID, SECRET)
            : AwsSessionCredentialsIdentity.create(ID, SECRET, token);
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(request ->
                request
                    .identity(identity)
                    .request(SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(uri).build())
                    .payload(() -> new ByteArrayInputStream(body))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "bedrock")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-3")
                    .putProperty(
                        HttpSigner.SIGNING_CLOCK,
                        Clock.fixed(Instant.ofEpochMilli(millis), ZoneOffset.UTC)))
            .request();
    return List.of("Authorization", "X-Amz-Date").stream()
        .collect(
            Collectors.toMap(
                name -> name.toLowerCase(java.util.Locale.ROOT),
                name -> signed.firstMatchingHeader(name).orElseThrow()));
  }
}
