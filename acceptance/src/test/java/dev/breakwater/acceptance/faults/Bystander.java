package dev.breakwater.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.acceptance.Protocol;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** Another tenant, at a provider that is well: it asks all the time and is always answered. */
final class Bystander implements AutoCloseable {
  /** A route of its own, with all the time that there is by default. */
  static final String ROUTE =
      """
      routes:
        bystander: {targets: [azure/bystander], timeouts: {connect: 3s, firstByte: 15s, idle: 15s, attempt: 60s, total: 60s}}
      """;

  private static final long PACE_MILLIS = 40;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI server;
  private final AtomicInteger served = new AtomicInteger();
  private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private volatile boolean leaving;

  Bystander(URI server) {
    this.server = server;
    thread = Thread.ofVirtual().start(this::askOnAndOn);
  }

  private void askOnAndOn() {
    for (int number = 0; !leaving; number++) {
      try {
        boolean stream = number % 2 == 0;
        HttpResponse<String> answer =
            client.send(
                RawStream.request(
                    server, Scene.GLOBEX_KEY, Protocol.CHAT, "bystander", "Still well?", stream),
                BodyHandlers.ofString());
        if (answer.statusCode() == 200 && answer.body().contains("\"finish_reason\":\"stop\"")) {
          served.incrementAndGet();
        } else {
          complaints.add(answer.statusCode() + " " + answer.body());
        }
        Pause.of(PACE_MILLIS);
      } catch (Exception e) {
        if (!leaving) {
          complaints.add(e.toString());
        }
      }
    }
  }

  int served() {
    return served.get();
  }

  /** It has been served some times more than before, and never badly. */
  void isServedOn(int before, int times) {
    Awaitility.await("the other tenant is served")
        .atMost(Duration.ofSeconds(60))
        .until(() -> served() >= before + times);
    assertThat(complaints).isEmpty();
  }

  @Override
  public void close() {
    leaving = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    client.close();
  }
}
