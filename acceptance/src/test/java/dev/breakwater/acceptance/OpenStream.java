package dev.breakwater.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Predicate;

/** A stream that is read as it comes; closing it leaves. */
final class OpenStream implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Front front;
  private final HttpClient client;
  private final HttpResponse<?> response;
  private final BufferedReader lines;
  private final StringBuilder body = new StringBuilder();

  /** Blocks until the answer has begun. */
  OpenStream(Server server, Front front, Front.Question question) {
    this.front = front;
    this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    HttpRequest request =
        HttpRequest.newBuilder(server.url().resolve(front.path(question)))
            .timeout(LIMIT)
            .header("Authorization", "Bearer " + Server.API_KEY)
            .POST(BodyPublishers.ofString(front.body(question)))
            .build();
    try {
      var begun = client.send(request, BodyHandlers.ofInputStream());
      this.response = begun;
      this.lines = new BufferedReader(new InputStreamReader(begun.body(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  String requestId() {
    return response.headers().firstValue("x-request-id").orElseThrow();
  }

  /** Reads on until what has come is as wanted. */
  Events readUntil(Predicate<Events> wanted) {
    try {
      while (true) {
        String line = lines.readLine();
        Events events = Events.of(front, body.toString());
        if (line == null || wanted.test(events)) {
          return events;
        }
        body.append(line).append('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(body.toString(), e);
    }
  }

  /** Reads to the end. */
  Events rest() {
    return readUntil(events -> false);
  }

  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      client.shutdownNow();
    }
  }
}
