package dev.breakwater.acceptance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * An issuer of identities that vouches for {@code ann}, and remembers what passes between it and a
 * server. It says its answers' secrets in its errors too, as a careless one would.
 */
final class IdentityIssuer implements AutoCloseable {
  static final String CLIENT = "breakwater";

  private final HttpServer server;
  private final KeyPair keys;
  private final Queue<String> passed = new ConcurrentLinkedQueue<>();
  private volatile String nonce = "";
  private volatile boolean refusing;

  IdentityIssuer() throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    keys = generator.generateKeyPair();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/realm";
  }

  /** Whom the next token is for. */
  void expect(String nextNonce) {
    nonce = nextNonce;
  }

  /** Refuses codes from now on, or takes them again. */
  void refuse(boolean refuse) {
    refusing = refuse;
  }

  /** Tokens, verifiers and secrets that have been sent between it and the server. */
  List<String> passed() {
    return List.copyOf(passed);
  }

  /** What stands behind a question mark, or in a form. */
  static Map<String, String> fields(String text) {
    Map<String, String> fields = new HashMap<>();
    for (String pair : text.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      fields.put(parts[0], parts.length < 2 ? "" : decoded(parts[1]));
    }
    return fields;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    @Nullable String authorization = exchange.getRequestHeaders().getFirst("authorization");
    switch (exchange.getRequestURI().getPath()) {
      case "/realm/.well-known/openid-configuration" ->
          send(
              exchange,
              200,
              """
              {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize",
               "token_endpoint": "%1$s/token", "jwks_uri": "%1$s/keys"}
              """
                  .formatted(url()));
      case "/realm/keys" -> send(exchange, 200, jwks());
      case "/realm/token" -> token(exchange, fields(body), String.valueOf(authorization));
      default -> send(exchange, 404, "{}");
    }
  }

  private void token(HttpExchange exchange, Map<String, String> form, String authorization)
      throws IOException {
    String verifier = form.getOrDefault("code_verifier", "");
    passed.add(verifier);
    if (refusing) {
      send(
          exchange,
          400,
          "{\"error\": \"invalid_client\", \"error_description\": \"%s %s %s\"}"
              .formatted(authorization, verifier, form.get("code")));
      return;
    }
    String token = idToken();
    passed.add(token);
    send(exchange, 200, "{\"token_type\": \"Bearer\", \"id_token\": \"" + token + "\"}");
  }

  private String jwks() {
    RSAPublicKey key = (RSAPublicKey) keys.getPublic();
    return "{\"keys\": [{\"kty\": \"RSA\", \"kid\": \"one\", \"use\": \"sig\", \"alg\": \"RS256\","
        + " \"n\": \"%s\", \"e\": \"%s\"}]}"
            .formatted(unsigned(key.getModulus()), unsigned(key.getPublicExponent()));
  }

  private static String unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int from = bytes[0] == 0 ? 1 : 0;
    return base64(java.util.Arrays.copyOfRange(bytes, from, bytes.length));
  }

  private String idToken() {
    long now = Instant.now().getEpochSecond();
    String head = base64("{\"alg\": \"RS256\", \"kid\": \"one\", \"typ\": \"JWT\"}");
    String claims =
        base64(
            """
            {"iss": "%s", "sub": "subject-1", "aud": "%s", "iat": %d, "exp": %d, "nonce": "%s",
             "preferred_username": "ann", "name": "Ann", "groups": ["staff"]}
            """
                .formatted(url(), CLIENT, now, now + 300, nonce));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(keys.getPrivate());
      signature.update((head + "." + claims).getBytes(StandardCharsets.US_ASCII));
      return head + "." + claims + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
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
