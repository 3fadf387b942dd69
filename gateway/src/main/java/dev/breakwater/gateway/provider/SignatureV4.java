package dev.breakwater.gateway.provider;

import dev.breakwater.gateway.settings.Hosting;
import dev.breakwater.gateway.settings.Secret;
import dev.breakwater.wire.format.Header;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Amazon's Signature Version 4 over a whole request, as <a
 * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">its
 * definition</a> says: a digest of the request is signed with a key that holds for one day, region
 * and service. Belongs to one thread.
 */
final class SignatureV4 {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final HexFormat HEX = HexFormat.of();

  private final Hosting.Bedrock credentials;
  private final String service;
  private String keyDay = "";
  private byte[] key = new byte[0];

  SignatureV4(Hosting.Bedrock credentials, String service) {
    this.credentials = credentials;
    this.service = service;
  }

  /**
   * The headers that make a request a signed one; {@code Host} and {@code Content-Type} must be
   * sent as said here.
   *
   * @param authority the {@code Host} header
   * @param uri path and query as they are sent, percent-encoded
   */
  List<Header> headers(String method, String authority, String uri, byte[] body, long epochMillis) {
    Instant now = Instant.ofEpochMilli(epochMillis);
    String day = DAY.format(now);
    String second = SECOND.format(now);
    String bodyHash = hash(body);
    List<Header> signed = new ArrayList<>();
    signed.add(new Header("host", authority));
    signed.add(new Header("x-amz-content-sha256", bodyHash));
    signed.add(new Header("x-amz-date", second));
    Secret token = credentials.sessionToken();
    if (token != null) {
      signed.add(new Header("x-amz-security-token", token.reveal()));
    }
    String scope = String.join("/", day, credentials.region(), service, "aws4_request");
    String digest = hash(utf8(canonical(method, uri, signed, bodyHash)));
    String text = String.join("\n", ALGORITHM, second, scope, digest);
    String signature = HEX.formatHex(hmac(key(day), text));
    List<Header> headers = new ArrayList<>(signed.subList(1, signed.size()));
    headers.add(
        new Header(
            "authorization",
            ALGORITHM
                + (" Credential=" + credentials.accessKeyId() + "/" + scope)
                + (", SignedHeaders=" + names(signed))
                + (", Signature=" + signature)));
    return headers;
  }

  private static String canonical(String method, String uri, List<Header> signed, String bodyHash) {
    int mark = uri.indexOf('?');
    String path = mark < 0 ? uri : uri.substring(0, mark);
    StringBuilder canonical = new StringBuilder(256);
    canonical.append(method).append('\n').append(encodedAgain(path)).append('\n');
    canonical.append(mark < 0 ? "" : sorted(uri.substring(mark + 1))).append('\n');
    signed.forEach(it -> canonical.append(it.name()).append(':').append(it.value()).append('\n'));
    return canonical.append('\n').append(names(signed)).append('\n').append(bodyHash).toString();
  }

  private static String names(List<Header> signed) {
    return String.join(";", signed.stream().map(Header::name).toList());
  }

  /** Every service but S3 signs the path with its percent signs encoded once more. */
  private static String encodedAgain(String path) {
    return path.replace("%", "%25");
  }

  private static String sorted(String query) {
    String[] parameters = query.split("&");
    Arrays.sort(parameters);
    return String.join("&", parameters);
  }

  /** Made once a day, for it takes four rounds. */
  private byte[] key(String day) {
    if (!day.equals(keyDay)) {
      byte[] secret = utf8("AWS4" + credentials.secretAccessKey().reveal());
      byte[] ofDay = hmac(secret, day);
      key = hmac(hmac(hmac(ofDay, credentials.region()), service), "aws4_request");
      keyDay = day;
    }
    return key;
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(utf8(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  private static String hash(byte[] body) {
    try {
      return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
