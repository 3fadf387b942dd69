package dev.breakwater.server.signin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** An issuer of identities that says what a test wants, and takes each code once. */
final class SmallIssuer implements AutoCloseable {
  static final String CLIENT = "breakwater";
  static final String SECRET = "planted-client-secret";
  static final Instant NOW = Instant.parse("2026-01-31T09:00:00Z");

  private final HttpServer server;
  private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();
  final AtomicInteger keyReads = new AtomicInteger();
  private RSAKey key;
  volatile UnaryOperator<JWTClaimsSet.Builder> claims = UnaryOperator.identity();
  volatile Signing signing = this::rsa;
  volatile boolean failing;

  /** How a token is signed. */
  interface Signing {
    String sign(JWTClaimsSet claims) throws JOSEException;
  }

  SmallIssuer() throws IOException, JOSEException {
    key = newKey();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/realm");
  }

  private RSAKey newKey() throws JOSEException {
    return new RSAKeyGenerator(2048).keyID("key-" + numbers.incrementAndGet()).generate();
  }

  /** Signs with another key from now on, and no longer tells the one before. */
  void rotate() throws JOSEException {
    key = newKey();
  }

  String rsa(JWTClaimsSet claims) throws JOSEException {
    return signed(new JWSHeader.Builder(JWSAlgorithm.RS256), new RSASSASigner(key), claims);
  }

  /** The confusion of a public key with a shared secret. */
  String hmacWithThePublicKey(JWTClaimsSet claims) throws JOSEException {
    byte[] known = key.toRSAPublicKey().getEncoded();
    return signed(new JWSHeader.Builder(JWSAlgorithm.HS256), new MACSigner(known), claims);
  }

  /** By a key of somebody else's under the name of this one's. */
  String foreign(JWTClaimsSet claims) throws JOSEException {
    RSAKey other = new RSAKeyGenerator(2048).keyID(key.getKeyID()).generate();
    return signed(new JWSHeader.Builder(JWSAlgorithm.RS256), new RSASSASigner(other), claims);
  }

  String unknownCurve(JWTClaimsSet claims) throws JOSEException {
    return signed(
        new JWSHeader.Builder(JWSAlgorithm.ES256),
        new ECDSASigner(new ECKeyGenerator(Curve.P_256).generate()),
        claims);
  }

  private String signed(JWSHeader.Builder header, JWSSigner signer, JWTClaimsSet claims)
      throws JOSEException {
    SignedJWT token = new SignedJWT(header.keyID(key.getKeyID()).build(), claims);
    token.sign(signer);
    return token.serialize();
  }

  /** As if somebody had signed in there: the code that the browser is sent back with. */
  String codeFor(Map<String, String> request) {
    String code = "code-" + numbers.incrementAndGet();
    codes.put(code, request);
    return code;
  }

  /** What stands behind the question mark, or in a form. */
  static Map<String, String> fields(String text) {
    Map<String, String> fields = new HashMap<>();
    for (String pair : text.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return fields;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String path = exchange.getRequestURI().getPath();
    try {
      if (failing) {
        send(exchange, 500, "{}");
      } else if (path.equals("/realm/.well-known/openid-configuration")) {
        send(exchange, 200, description());
      } else if (path.equals("/realm/keys")) {
        keyReads.incrementAndGet();
        send(exchange, 200, new JWKSet(List.of(key.toPublicJWK())).toString());
      } else if (path.equals("/realm/token")) {
        token(exchange, fields(body));
      } else {
        send(exchange, 404, "{}");
      }
    } catch (JOSEException e) {
      send(exchange, 500, "{}");
    }
  }

  private String description() {
    return """
    {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize",
     "token_endpoint": "%1$s/token", "jwks_uri": "%1$s/keys"}
    """
        .formatted(url());
  }

  private void token(HttpExchange exchange, Map<String, String> form)
      throws IOException, JOSEException {
    Map<String, String> asked = codes.remove(form.getOrDefault("code", ""));
    String basic = exchange.getRequestHeaders().getFirst("authorization");
    boolean client =
        ("Basic "
                + java.util.Base64.getEncoder()
                    .encodeToString((CLIENT + ":" + SECRET).getBytes(StandardCharsets.UTF_8)))
            .equals(basic);
    boolean own =
        asked != null
            && Oidc.challenge(form.getOrDefault("code_verifier", ""))
                .equals(asked.get("code_challenge"))
            && asked.getOrDefault("redirect_uri", "").equals(form.get("redirect_uri"));
    if (asked == null || !client || !own) {
      send(exchange, 400, "{\"error\": \"invalid_grant\"}");
      return;
    }
    JWTClaimsSet.Builder said =
        new JWTClaimsSet.Builder()
            .issuer(url().toString())
            .subject("subject-1")
            .audience(CLIENT)
            .issueTime(Date.from(NOW))
            .expirationTime(Date.from(NOW.plusSeconds(300)))
            .claim("nonce", asked.get("nonce"))
            .claim("preferred_username", "ann")
            .claim("name", "Ann")
            .claim("groups", List.of("staff", "llm-operators"));
    send(
        exchange,
        200,
        "{\"token_type\": \"Bearer\", \"id_token\": \""
            + signing.sign(claims.apply(said).build())
            + "\"}");
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
