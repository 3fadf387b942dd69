package dev.breakwater.gateway.provider;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.impl.UnpooledHttpClientConnection;
import io.vertx.core.net.impl.VertxConnection;
import io.vertx.core.net.impl.VertxHandler;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a provider, with at most one call on it at a time. All on its loop.
 *
 * <p>Vert.x opens it and answers for names, addresses, trust and TLS. From then on HTTP/1.1 (RFC
 * 9112) is spoken here, over Netty's decoder: a request is one buffer whose head was made before,
 * and what arrives goes to its call at once. Vert.x's own streams would put a queue, several
 * futures and a task of the loop between the two, and keep 5 KB more a connection.
 */
final class Connection extends ChannelInboundHandlerAdapter {
  /** A request that is larger is written in two parts rather than copied. */
  private static final int MOST_COPIED = 16 * 1024;

  /** More in one line or all headers of an answer than any provider sends. */
  private static final int MOST_HEAD = 64 * 1024;

  private static final int LARGEST_PART = 64 * 1024;

  /** Room for more than an event, lest a read that fills its buffer is followed by an empty one. */
  private static final int LEAST_READ = 2 * 1024;

  private static final HttpDecoderConfig ANSWERS =
      new HttpDecoderConfig()
          .setMaxInitialLineLength(MOST_HEAD)
          .setMaxHeaderSize(MOST_HEAD)
          .setMaxChunkSize(LARGEST_PART)
          .setHeadersFactory(new VertxHeaders());

  /** Whose call is on the connection; told what happens in the order in which it does. */
  interface Listener {
    void head(int status, MultiMap headers);

    /**
     * @param content not empty, and nobody else's
     */
    void bytes(byte[] content);

    /** The answer is complete; the connection is free for another call or, if need be, closed. */
    void end();

    /** The connection failed before the answer's end. */
    void lost(Throwable cause);
  }

  private final Channel channel;
  private @Nullable Listener listener;
  private boolean informational;
  private boolean reusable;
  private boolean closed;

  /** When it was given back last, on the monotonic clock; its pool's. */
  long freeSince;

  private Connection(Channel channel) {
    this.channel = channel;
  }

  /** Takes over what Vert.x has opened. */
  static Connection of(HttpClientConnection opened) {
    Channel channel =
        ((VertxConnection) ((UnpooledHttpClientConnection) opened).unwrap()).channel();
    channel
        .config()
        .setRecvByteBufAllocator(
            new AdaptiveRecvByteBufAllocator(LEAST_READ, LEAST_READ, LARGEST_PART));
    Connection connection = new Connection(channel);
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.replace("codec", "answers", new HttpResponseDecoder(ANSWERS));
    pipeline.replace(VertxHandler.class, "connection", connection);
    connection.closed = !channel.isActive();
    return connection;
  }

  boolean isClosed() {
    return closed;
  }

  /** Sends a request; only while no other call is on the connection. */
  void send(RequestHead head, byte[] body, Listener listener) {
    if (closed) {
      listener.lost(closedByPeer());
      return;
    }
    this.listener = listener;
    informational = false;
    byte[] start = head.bytes();
    byte[] end = head.end(body.length);
    int length = start.length + end.length;
    boolean together = length + body.length <= MOST_COPIED;
    ByteBuf request = channel.alloc().directBuffer(together ? length + body.length : length);
    request.writeBytes(start).writeBytes(end);
    if (together) {
      write(request.writeBytes(body));
    } else {
      write(request);
      write(Unpooled.wrappedBuffer(body));
    }
    channel.flush();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a void promise: its failure comes as an exception
  private void write(ByteBuf bytes) {
    channel.write(bytes, channel.voidPromise());
  }

  /** Reads no further until {@link #resume}. */
  void pause() {
    channel.config().setAutoRead(false);
  }

  void resume() {
    channel.config().setAutoRead(true);
  }

  /** Cuts it, whatever is on it; its call hears nothing more. */
  void close() {
    listener = null;
    shut();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      read(message);
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void read(Object message) {
    if (listener == null) {
      shut(); // nobody has asked for anything
      return;
    }
    DecoderResult result = ((HttpObject) message).decoderResult();
    if (result.isFailure()) {
      lose(result.cause());
      return;
    }
    if (message instanceof HttpResponse response) {
      head(response, listener);
    }
    if (message instanceof HttpContent content && listener != null) {
      content(content, listener);
    }
  }

  private void head(HttpResponse response, Listener to) {
    informational = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    if (informational) {
      if (response.status().code() == 101) {
        lose(new IOException("the provider switched to another protocol"));
      }
      return;
    }
    reusable = HttpUtil.isKeepAlive(response);
    to.head(response.status().code(), (MultiMap) response.headers());
  }

  private void content(HttpContent content, Listener to) {
    boolean last = content instanceof LastHttpContent;
    if (informational) {
      return;
    }
    ByteBuf buffer = content.content();
    int length = buffer.readableBytes();
    if (length > 0) {
      byte[] bytes = new byte[length];
      buffer.readBytes(bytes);
      to.bytes(bytes);
    }
    // A call that was cut meanwhile hears no end.
    if (last && listener != null) {
      end(to);
    }
  }

  private void end(Listener to) {
    listener = null;
    if (reusable) {
      resume();
    } else {
      shut();
    }
    to.end();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    lose(closedByPeer());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    lose(cause);
  }

  private void lose(Throwable cause) {
    Listener told = listener;
    listener = null;
    shut();
    if (told != null) {
      told.lost(cause);
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // closing has nobody to tell
  private void shut() {
    closed = true;
    channel.close();
  }

  private static IOException closedByPeer() {
    return new IOException("Connection was closed");
  }

  /** The kind of headers that the rest of the gateway reads. */
  private static final class VertxHeaders implements HttpHeadersFactory {
    @Override
    public HttpHeaders newHeaders() {
      return (HttpHeaders) io.vertx.core.http.HttpHeaders.headers();
    }

    @Override
    public HttpHeaders newEmptyHeaders() {
      return newHeaders();
    }
  }
}
