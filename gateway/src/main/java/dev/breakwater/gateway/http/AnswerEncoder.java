package dev.breakwater.gateway.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.net.impl.VertxConnection;

/**
 * Writes an {@link AnswerBuffer} in one piece. Netty's encoder makes one of the head and lets the
 * body follow as another, which is copied a second time and costs promises to bring both together.
 * Everything else goes on to that encoder, whose state a whole answer does not touch. One a
 * connection, on its loop.
 */
final class AnswerEncoder extends ChannelOutboundHandlerAdapter {
  private final ChannelHandlerContext encoder;

  private AnswerEncoder(ChannelHandlerContext encoder) {
    this.encoder = encoder;
  }

  /**
   * What a response is to end with: the body that brings its headers along where it will be encoded
   * here, else the plain one, with the headers put into the response.
   *
   * @param request whose response has its status and no headers yet
   */
  static Buffer end(HttpServerRequest request, AnswerHeaders headers, byte[] body) {
    if (hasBody(request) && isOn(request)) {
      return BufferInternal.buffer(new AnswerBuffer(headers, body));
    }
    headers.putInto(request.response().headers());
    return Buffer.buffer(body);
  }

  /** Without one, what is given as the body says only how long it would be. */
  private static boolean hasBody(HttpServerRequest request) {
    int status = request.response().getStatusCode();
    return !HttpMethod.HEAD.equals(request.method())
        && status >= HttpResponseStatus.OK.code()
        && status != HttpResponseStatus.NO_CONTENT.code()
        && status != HttpResponseStatus.RESET_CONTENT.code()
        && status != HttpResponseStatus.NOT_MODIFIED.code();
  }

  /** Whether a request's connection has one, from now on at least. */
  private static boolean isOn(HttpServerRequest request) {
    if (!(request.connection() instanceof VertxConnection connection)) {
      return false;
    }
    ChannelPipeline pipeline = connection.channel().pipeline();
    if (pipeline.get(AnswerEncoder.class) != null) {
      return true;
    }
    ChannelHandlerContext encoder = pipeline.context(HttpResponseEncoder.class);
    if (encoder == null) {
      return false;
    }
    pipeline.addAfter(encoder.name(), null, new AnswerEncoder(encoder));
    return true;
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // the promise tells
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof FullHttpResponse response
        && response.content().unwrap() instanceof AnswerBuffer answer) {
      encoder.write(answer.encoded(response, encoder.alloc()), promise);
    } else {
      context.write(message, promise);
    }
  }
}
