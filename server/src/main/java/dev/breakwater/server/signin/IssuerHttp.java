package dev.breakwater.server.signin;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks an issuer: few at once, because each call holds a thread that administration wants, too, and
 * never for long or for much.
 */
final class IssuerHttp implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_BYTES = 512 * 1024;
  private static final int AT_ONCE = 4;

  private final Semaphore free = new Semaphore(AT_ONCE);

  /**
   * Made for the first question: most servers have no issuer, and trust stores take long to read.
   */
  private @Nullable HttpClient client;

  private boolean closed;

  /**
   * An answer.
   *
   * @param json an empty object where it was none
   */
  record Answer(int status, ObjectNode json) {}

  Answer get(URI url) throws IssuerAway {
    return send(HttpRequest.newBuilder(url).GET());
  }

  /** Sends a form. */
  Answer post(URI url, String form, String authorization) throws IssuerAway {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .header("content-type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form));
    if (!authorization.isEmpty()) {
      request.header("authorization", authorization);
    }
    return send(request);
  }

  private Answer send(HttpRequest.Builder builder) throws IssuerAway {
    HttpRequest request = builder.timeout(PATIENCE).header("accept", "application/json").build();
    HttpClient asking = client();
    if (!free.tryAcquire()) {
      throw new IssuerAway("Too many ask the issuer of identities at once; try again.");
    }
    CompletableFuture<HttpResponse<byte[]>> coming =
        asking.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
    try {
      HttpResponse<byte[]> response = coming.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(response.statusCode(), object(response.body()));
    } catch (TimeoutException e) {
      coming.cancel(true);
      throw away(request, "did not answer in time", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw away(request, cause instanceof IOException ? "cannot be reached" : "failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw away(request, "was not waited for", e);
    } finally {
      free.release();
    }
  }

  private static IssuerAway away(HttpRequest request, String what, Exception cause) {
    return new IssuerAway(
        "The issuer of identities at " + request.uri().getHost() + " " + what + ".", cause);
  }

  private static ObjectNode object(byte[] body) {
    try {
      JsonNode tree = JSON.readTree(new String(body, StandardCharsets.UTF_8));
      return tree instanceof ObjectNode object ? object : JSON.createObjectNode();
    } catch (JacksonException e) {
      return JSON.createObjectNode();
    }
  }

  private synchronized HttpClient client() throws IssuerAway {
    if (closed) {
      throw new IssuerAway("The server stops; the issuer of identities is asked no more.");
    }
    HttpClient known = client;
    if (known == null) {
      known =
          HttpClient.newBuilder()
              .connectTimeout(Duration.ofSeconds(5))
              .followRedirects(HttpClient.Redirect.NEVER)
              .build();
      client = known;
    }
    return known;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (client != null) {
      client.shutdownNow();
    }
  }
}
