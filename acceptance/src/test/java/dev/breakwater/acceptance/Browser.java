package dev.breakwater.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Somebody's browser: keeps cookies, and sends them back. */
final class Browser {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final URI base;
  private final CookieManager cookies = new CookieManager();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).cookieHandler(cookies).build();

  Browser(URI base) {
    this.base = base;
  }

  /** An answer. */
  record Page(int status, String body, String retryAfter) {
    JsonNode json() {
      return Http.JSON.readTree(body);
    }
  }

  Page get(String path) {
    return send(HttpRequest.newBuilder(base.resolve(path)).GET());
  }

  Page put(String path, String json) {
    return send(
        HttpRequest.newBuilder(base.resolve(path))
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(json)));
  }

  Page signIn(String login, String password) {
    return send(
        HttpRequest.newBuilder(base.resolve("/api/auth/sign-in"))
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    "{\"login\": \"%s\", \"password\": \"%s\"}".formatted(login, password))));
  }

  /** A change, with a token of the session. */
  Page send(String method, String path, String body, String type, String token) {
    return send(
        HttpRequest.newBuilder(base.resolve(path))
            .header("Content-Type", type)
            .header("X-CSRF-Token", token)
            .method(method, BodyPublishers.ofString(body)));
  }

  private Page send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          client.send(request.timeout(LIMIT).build(), BodyHandlers.ofString());
      // Else the JDK takes a cookie with a Max-Age for one of RFC 2965, and quotes it.
      cookies.getCookieStore().getCookies().forEach(cookie -> cookie.setVersion(0));
      Secrets.areNowhereIn(List.of(response.headers().map().toString(), response.body()));
      return new Page(
          response.statusCode(),
          response.body(),
          response.headers().firstValue("retry-after").orElse(""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
