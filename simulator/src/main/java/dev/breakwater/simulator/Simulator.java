package dev.breakwater.simulator;

import dev.breakwater.simulator.anthropic.Anthropic;
import dev.breakwater.simulator.bedrock.Bedrock;
import dev.breakwater.simulator.gemini.Gemini;
import dev.breakwater.simulator.openai.AzureOpenAi;
import dev.breakwater.simulator.openai.OpenAi;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Simulated providers on one port: OpenAI below {@code /openai/v1}, Anthropic below {@code
 * /anthropic}, Gemini below {@code /gemini}, Azure OpenAI below {@code /azure}, Bedrock below
 * {@code /bedrock}. {@code PUT /script/{provider}} sets how one behaves, {@code GET
 * /calls/{provider}} tells what it was asked and what it sent.
 */
public final class Simulator implements AutoCloseable {
  private static final int LOOPS = Math.min(2, Runtime.getRuntime().availableProcessors());
  private static final int BACKLOG = 8_192;
  private static final int LARGEST_HEAD = 64 << 10;
  private static final long PATIENCE_SECONDS = 30;

  /** Names of the free ports that simulators asked for; other servers of a Vert.x start at 1. */
  private static final AtomicInteger FREE_PORTS = new AtomicInteger(1_000_000);

  private final Vertx vertx;
  private final boolean ownsVertx;
  private @Nullable String deployment;
  private final String host;
  private int port;

  private Simulator(Vertx vertx, boolean ownsVertx, String host, int port) {
    this.vertx = vertx;
    this.ownsVertx = ownsVertx;
    this.host = host;
    this.port = port;
  }

  /**
   * Starts on the event loops of {@code vertx}, which outlives it. Blocks until it listens; not for
   * an event loop.
   *
   * @param host address to bind, such as {@code 127.0.0.1}
   * @param port 0 to 65535; 0 takes any free one
   * @throws IllegalStateException if it cannot listen there
   */
  public static Simulator start(Vertx vertx, String host, int port) {
    return listening(new Simulator(vertx, false, host, port));
  }

  /**
   * Starts on event loops of its own, which {@link #close} ends.
   *
   * @param host address to bind, such as {@code 127.0.0.1}
   * @param port 0 to 65535; 0 takes any free one
   * @throws IllegalStateException if it cannot listen there
   */
  public static Simulator start(String host, int port) {
    VertxOptions options =
        new VertxOptions().setEventLoopPoolSize(LOOPS).setPreferNativeTransport(true);
    return listening(new Simulator(Vertx.vertx(options), true, host, port));
  }

  private static Simulator listening(Simulator simulator) {
    try {
      simulator.listen();
      return simulator;
    } catch (RuntimeException e) {
      simulator.close();
      throw e;
    }
  }

  private void listen() {
    if (port != 0) {
      checkFree();
    }
    FrontDoor door =
        new FrontDoor(
            vertx,
            List.of(new OpenAi(), new Anthropic(), new Gemini(), new AzureOpenAi(), new Bedrock()),
            this::baseUrl);
    // Servers of one Vert.x that ask for the same negative port share a free one.
    int shared = port == 0 ? -FREE_PORTS.incrementAndGet() : port;
    Listener first = new Listener(door, host, shared);
    Deque<Listener> listeners = new ArrayDeque<>(List.of(first));
    while (listeners.size() < LOOPS) {
      listeners.add(new Listener(door, host, shared));
    }
    DeploymentOptions options = new DeploymentOptions().setInstances(LOOPS);
    Supplier<Listener> next = listeners::remove;
    deployment =
        await(vertx.deployVerticle(next, options), "cannot listen on " + host + ":" + port);
    port = first.actualPort();
  }

  /** Servers of one Vert.x would share a port and take turns, without a word. */
  private void checkFree() {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw new IllegalStateException(
          "simulator: cannot listen on "
              + host
              + ":"
              + port
              + ": "
              + e.getMessage()
              + "; choose another port",
          e);
    }
  }

  /** The port that it listens on. */
  public int port() {
    return port;
  }

  /** Its root, such as {@code http://127.0.0.1:8081}, without a slash at the end. */
  public String baseUrl() {
    boolean everywhere = host.equals("0.0.0.0") || host.equals("::") || host.isEmpty();
    String name = everywhere ? "127.0.0.1" : host.contains(":") ? "[" + host + "]" : host;
    return "http://" + name + ":" + port;
  }

  /** Stops listening and closes all connections; answers under way are broken off. */
  @Override
  public void close() {
    if (deployment != null) {
      await(vertx.undeploy(deployment), "cannot stop");
      deployment = null;
    }
    if (ownsVertx) {
      await(vertx.close(), "cannot stop");
    }
  }

  private static <T> T await(Future<T> future, String problem) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("simulator: " + problem + ": " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "simulator: " + problem + " within " + PATIENCE_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("simulator: interrupted", e);
    }
  }

  /** Listens with one event loop. */
  private static final class Listener extends VerticleBase {
    private final FrontDoor door;
    private final String host;
    private final int wanted;
    private int actual;

    Listener(FrontDoor door, String host, int wanted) {
      this.door = door;
      this.host = host;
      this.wanted = wanted;
    }

    int actualPort() {
      return actual;
    }

    @Override
    public Future<HttpServer> start() {
      HttpServerOptions options =
          new HttpServerOptions()
              .setTcpNoDelay(true)
              .setAcceptBacklog(BACKLOG)
              .setMaxHeaderSize(LARGEST_HEAD)
              .setMaxInitialLineLength(LARGEST_HEAD)
              .setHandle100ContinueAutomatically(true)
              // Faults are made of HTTP/1.1's connections.
              .setHttp2ClearTextEnabled(false);
      return vertx
          .createHttpServer(options)
          .requestHandler(door)
          .listen(wanted, host)
          .onSuccess(server -> actual = server.actualPort());
    }
  }
}
