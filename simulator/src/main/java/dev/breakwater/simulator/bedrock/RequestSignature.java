package dev.breakwater.simulator.bedrock;

import dev.breakwater.simulator.answer.ApiRequest;
import dev.breakwater.simulator.answer.Document;
import dev.breakwater.simulator.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Checks Amazon's Signature Version 4 of a request, as its documentation on signing requests
 * describes it: canonical request, string to sign, derived key.
 */
final class RequestSignature {
  static final String ACCESS_KEY_ID = "AKIDSIMULATED00000";
  static final String SECRET = "simulated-secret";

  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String SERVICE = "bedrock";
  private static final String TERMINATOR = "aws4_request";

  /** How far a request's clock may be from the server's. */
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final HexFormat HEX = HexFormat.of();

  private final InstantSource clock;
  private final String mount;

  /**
   * A checker of requests below a mount, which is part of what is signed.
   *
   * @param mount such as {@code /bedrock}
   */
  RequestSignature(InstantSource clock, String mount) {
    this.clock = clock;
    this.mount = mount;
  }

  /** The claims of an {@code Authorization} header. */
  private record Claim(
      String keyId, String date, String region, String service, List<String> signed, String value) {
    String scope() {
      return String.join("/", date, region, service, TERMINATOR);
    }
  }

  /** The refusal of a request, or null when its signature is right. */
  @Nullable Document refusal(ApiRequest request) {
    String authorization = request.header("Authorization");
    if (authorization == null || !authorization.startsWith(ALGORITHM)) {
      return BedrockErrors.forbidden(
          "MissingAuthenticationTokenException", "Missing Authentication Token");
    }
    Map<String, String> parts = parts(authorization.substring(ALGORITHM.length()));
    Document incomplete = incomplete(parts, request, authorization);
    if (incomplete != null) {
      return incomplete;
    }
    String[] credential = parts.getOrDefault("Credential", "").split("/", -1);
    if (credential.length != 5 || !credential[4].equals(TERMINATOR)) {
      return forged(
          "Credential must have exactly 5 slash-delimited elements, e.g."
              + " keyid/date/region/service/term, got '"
              + parts.get("Credential")
              + "'");
    }
    Claim claim =
        new Claim(
            credential[0],
            credential[1],
            credential[2],
            credential[3],
            List.of(parts.getOrDefault("SignedHeaders", "").split(";", -1)),
            parts.getOrDefault("Signature", ""));
    Document refusal = scope(claim, request);
    return refusal == null ? value(claim, request) : refusal;
  }

  private static Map<String, String> parts(String claims) {
    Map<String, String> parts = new LinkedHashMap<>();
    for (String part : claims.split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parts.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
      }
    }
    return parts;
  }

  private static @Nullable Document incomplete(
      Map<String, String> parts, ApiRequest request, String authorization) {
    StringBuilder missing = new StringBuilder();
    for (String name : List.of("Credential", "Signature", "SignedHeaders")) {
      if (!parts.containsKey(name)) {
        missing.append("Authorization header requires '").append(name).append("' parameter. ");
      }
    }
    if (request.header("X-Amz-Date") == null) {
      missing.append(
          "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
    }
    return missing.isEmpty()
        ? null
        : BedrockErrors.forbidden(
            "IncompleteSignatureException", missing + "Authorization=" + authorization);
  }

  private @Nullable Document scope(Claim claim, ApiRequest request) {
    if (!claim.keyId.equals(ACCESS_KEY_ID)) {
      return BedrockErrors.forbidden(
          "UnrecognizedClientException", "The security token included in the request is invalid.");
    }
    if (!claim.signed.contains("host")) {
      return forged("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
    }
    if (!claim.service.equals(SERVICE)) {
      return forged("Credential should be scoped to correct service: '" + SERVICE + "'. ");
    }
    if (claim.region.isEmpty()) {
      return forged("Credential should be scoped to a valid region. ");
    }
    String date = String.valueOf(request.header("X-Amz-Date"));
    if (!date.startsWith(claim.date + "T")) {
      return forged(
          "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from"
              + " HTTP: '"
              + claim.date
              + "' != '"
              + date
              + "'.");
    }
    return age(date);
  }

  private @Nullable Document age(String date) {
    Instant signed;
    try {
      signed = DATE.parse(date, Instant::from);
    } catch (DateTimeException _) {
      return forged("Date must be in ISO-8601 'basic format'. Got '" + date + "'.");
    }
    Instant now = clock.instant();
    if (signed.isBefore(now.minus(TOLERANCE))) {
      return forged(
          "Signature expired: "
              + date
              + " is now earlier than "
              + DATE.format(now.minus(TOLERANCE))
              + " ("
              + DATE.format(now)
              + " - 5 min.)");
    }
    return signed.isAfter(now.plus(TOLERANCE))
        ? forged(
            "Signature not yet current: "
                + date
                + " is still later than "
                + DATE.format(now.plus(TOLERANCE))
                + " ("
                + DATE.format(now)
                + " + 5 min.)")
        : null;
  }

  private @Nullable Document value(Claim claim, ApiRequest request) {
    String toSign =
        String.join(
            "\n",
            ALGORITHM,
            String.valueOf(request.header("X-Amz-Date")),
            claim.scope(),
            HEX.formatHex(digest(Json.utf8(canonical(claim, request)))));
    byte[] key = hmac(Json.utf8("AWS4" + SECRET), claim.date);
    key = hmac(hmac(hmac(key, claim.region), claim.service), TERMINATOR);
    byte[] expected = Json.utf8(HEX.formatHex(hmac(key, toSign)));
    return MessageDigest.isEqual(expected, Json.utf8(claim.value))
        ? null
        : forged(
            "The request signature we calculated does not match the signature you provided. Check"
                + " your AWS Secret Access Key and signing method. Consult the service"
                + " documentation for details.");
  }

  private String canonical(Claim claim, ApiRequest request) {
    StringBuilder canonical = new StringBuilder(512).append(request.method()).append('\n');
    // Every segment is encoded once more than it is on the wire; only S3 differs.
    for (String segment : (mount + request.path()).substring(1).split("/", -1)) {
      canonical.append('/').append(encoded(segment));
    }
    canonical.append('\n').append(query(request)).append('\n');
    for (String name : claim.signed) {
      String values =
          request.headers().getAll(name).stream()
              .map(value -> value.strip().replaceAll(" +", " "))
              .collect(Collectors.joining(","));
      canonical.append(name.toLowerCase(Locale.ROOT)).append(':').append(values).append('\n');
    }
    canonical.append('\n').append(String.join(";", claim.signed)).append('\n');
    return canonical.append(HEX.formatHex(digest(request.body().getBytes()))).toString();
  }

  private static String query(ApiRequest request) {
    List<String> pairs = new ArrayList<>();
    for (Map.Entry<String, String> pair : request.query()) {
      pairs.add(encoded(pair.getKey()) + "=" + encoded(pair.getValue()));
    }
    pairs.sort(null);
    return String.join("&", pairs);
  }

  /** Percent-encodes all bytes but unreserved characters. */
  private static String encoded(String text) {
    StringBuilder encoded = new StringBuilder(text.length() + 16);
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      char character = (char) (octet & 0xff);
      boolean plain =
          (character >= 'a' && character <= 'z')
              || (character >= 'A' && character <= 'Z')
              || (character >= '0' && character <= '9')
              || "-._~".indexOf(character) >= 0;
      if (plain) {
        encoded.append(character);
      } else {
        encoded.append('%').append(HEX.withUpperCase().toHexDigits(octet));
      }
    }
    return encoded.toString();
  }

  private static Document forged(String message) {
    return BedrockErrors.forbidden("InvalidSignatureException", message);
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(Json.utf8(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no HmacSHA256", e);
    }
  }
}
