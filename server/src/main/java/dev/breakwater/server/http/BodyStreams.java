package dev.breakwater.server.http;

import dev.breakwater.server.api.StreamedBody;
import dev.breakwater.server.api.StreamedBody.ClientGone;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends bodies that are made on the way, a few at a time, each as fast as its client reads. */
final class BodyStreams {
  private static final Logger LOG = LoggerFactory.getLogger(BodyStreams.class);

  /** Each holds a thread and reads the database, which has other things to do. */
  static final int MOST = 4;

  /** Whoever reads nothing for so long has gone. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Semaphore free = new Semaphore(MOST);

  /**
   * Begins to send; called on the loop of the request.
   *
   * @return false when too many are being sent already
   */
  boolean start(Context context, HttpServerRequest request, StreamedBody body) {
    if (!free.tryAcquire()) {
      return false;
    }
    HttpServerResponse response = request.response();
    response.setChunked(true);
    response.putHeader("content-type", body.contentType());
    response.putHeader("content-disposition", "attachment; filename=\"" + body.fileName() + "\"");
    SafeHeaders.addTo(response);
    Thread.ofPlatform()
        .daemon()
        .name("export")
        .start(() -> {
          try {
            run(context, request, body);
          } finally {
            free.release();
          }
        });
    return true;
  }

  private static void run(Context context, HttpServerRequest request, StreamedBody body) {
    HttpServerResponse response = request.response();
    try {
      body.source().writeTo(bytes -> write(context, response, bytes));
      context.runOnContext(_ -> response.end());
    } catch (ClientGone gone) {
      LOG.info("an export was not read to its end: {}", gone.getMessage());
      context.runOnContext(_ -> request.connection().close());
    } catch (RuntimeException e) {
      LOG.error("an export broke off", e);
      context.runOnContext(_ -> request.connection().close());
    }
  }

  private static void write(Context context, HttpServerResponse response, byte[] bytes)
      throws ClientGone {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    context.runOnContext(_ -> {
      if (response.closed()) {
        sent.completeExceptionally(new ClientGone("the client has left"));
      } else {
        response
            .write(Buffer.buffer(bytes))
            .onComplete(_ -> sent.complete(null), sent::completeExceptionally);
      }
    });
    try {
      sent.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new ClientGone("the client has read nothing for " + PATIENCE.toSeconds() + " s");
    } catch (ExecutionException e) {
      throw new ClientGone("the client has left");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClientGone("the server stops");
    }
  }
}
