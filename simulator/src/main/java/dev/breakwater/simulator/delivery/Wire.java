package dev.breakwater.simulator.delivery;

import dev.breakwater.simulator.calls.Call;
import dev.breakwater.simulator.calls.Ended;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import org.jspecify.annotations.Nullable;

/**
 * The way back to one client: writes, ends, breaks, and tells the call log how it ended. Lives on
 * the event loop of its connection.
 */
final class Wire {
  private final Vertx vertx;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Call call;
  private boolean done;
  private long timer = -1;
  private @Nullable Future<Void> lastWrite;

  Wire(Vertx vertx, HttpServerRequest request, Call call) {
    this.vertx = vertx;
    this.request = request;
    this.response = request.response();
    this.call = call;
    response.closeHandler(_ -> clientLeft());
    response.exceptionHandler(_ -> clientLeft());
  }

  HttpServerResponse response() {
    return response;
  }

  /** Whether nothing more can or shall be sent. */
  boolean done() {
    return done;
  }

  void head(int status) {
    response.setStatusCode(status);
    call.status(status);
  }

  /** Sends the head alone, before there is any body. */
  void flushHead() {
    lastWrite = response.writeHead();
  }

  void write(Buffer bytes) {
    lastWrite = response.write(bytes);
  }

  /** Ends the answer properly, with its last bytes. */
  void end(Buffer bytes) {
    finish(Ended.WHOLE);
    // Marked before it is sent, so that whoever has the answer finds it in the log.
    var _ = response.end(bytes).onFailure(_ -> call.ended(Ended.ABANDONED));
  }

  void end() {
    finish(Ended.WHOLE);
    var _ = response.end().onFailure(_ -> call.ended(Ended.ABANDONED));
  }

  /** Closes the connection once what was written has left, without ending the answer. */
  void cut() {
    finish(Ended.CUT);
    closeAfterWrites(channel());
  }

  /** Resets the connection, so that the client sees an error and no end. */
  void reset() {
    finish(Ended.CUT);
    Channel channel = channel();
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    closeAfterWrites(channel);
  }

  /** Closing a channel throws away what it has not written yet. */
  private void closeAfterWrites(Channel channel) {
    Future<Void> written = lastWrite == null ? Future.succeededFuture() : lastWrite;
    written.onComplete(_ -> {
      var _ = channel.close();
    });
  }

  /**
   * Runs the action after a pause, in milliseconds; at once for none. Not at all if the client
   * leaves before.
   */
  void after(long millis, Runnable action) {
    if (millis <= 0) {
      action.run();
      return;
    }
    timer =
        vertx.setTimer(
            millis,
            _ -> {
              timer = -1;
              action.run();
            });
  }

  /** Runs the action every so many milliseconds until the answer is over. */
  void every(long millis, Runnable action) {
    timer = vertx.setPeriodic(millis, _ -> action.run());
  }

  /** Stops what runs every so often; the connection stays open. */
  void rest() {
    if (timer >= 0) {
      vertx.cancelTimer(timer);
      timer = -1;
    }
  }

  private Channel channel() {
    return ((ConnectionBase) request.connection()).channel();
  }

  private void clientLeft() {
    if (!done) {
      finish(Ended.ABANDONED);
    }
  }

  private void finish(Ended how) {
    done = true;
    rest();
    call.ended(how);
  }
}
