package dev.breakwater.server;

import dev.breakwater.gateway.http.Peers;
import dev.breakwater.server.api.Api;
import dev.breakwater.server.api.Authentication;
import dev.breakwater.server.config.ServerSettings;
import dev.breakwater.server.http.ApiHandler;
import dev.breakwater.server.http.FrontDoor;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The sockets: one front door a loop, all on one port. */
final class Listening {
  private static final Duration DRAIN = Duration.ofSeconds(30);
  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  /** As many event loops as processors. */
  static final int LOOPS = Runtime.getRuntime().availableProcessors();

  private Listening() {}

  /**
   * Listens from now on.
   *
   * @param peers tells whose addresses are believed
   * @param callers tells who calls the API
   * @return the port
   * @throws IOException with a sentence for the operator when it cannot listen
   */
  static int start(
      ServerSettings server,
      Gateway gateway,
      Api api,
      Peers peers,
      Supplier<Authentication> callers,
      Lifecycle lifecycle)
      throws IOException {
    Vertx vertx =
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(LOOPS).setPreferNativeTransport(true));
    lifecycle.closing(() -> await(vertx.close()));
    ApiHandler handler = new ApiHandler(vertx, api, callers, peers, Gateway.MOST_BODY_BYTES);
    FrontDoor.Address address = new FrontDoor.Address(server.host(), server.port());
    await(
        vertx.deployVerticle(
            () -> new FrontDoor(address, gateway::on, handler),
            new DeploymentOptions().setInstances(LOOPS)));
    gateway.watch().forEach(lifecycle::closing);
    lifecycle.closing(() -> drain(gateway));
    return address.actualPort();
  }

  private static void drain(Gateway gateway) throws InterruptedException {
    long until = System.nanoTime() + DRAIN.toNanos();
    while (gateway.running() > 0 && System.nanoTime() - until < 0) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static void await(io.vertx.core.Future<?> future) throws IOException {
    try {
      future
          .toCompletionStage()
          .toCompletableFuture()
          .get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(String.valueOf(cause.getMessage()), cause);
    } catch (TimeoutException e) {
      throw new IOException("not done within " + START_LIMIT.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
