package dev.breakwater.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.util.concurrent.FastThreadLocal;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.MessageWrite;
import io.vertx.core.net.impl.VertxConnection;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Writes parts of a chunked answer, each framed in one buffer (RFC 9112, 7.1). Netty's encoder
 * makes three of each, which is a fifth of what a chunk costs; this goes past it, in the order of
 * everything else that Vert.x has to write. Used on the loop, between an answer's first part and
 * its end, which are Vert.x's to write.
 */
final class ChunkWriter {
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int CRLF = '\r' << 8 | '\n';

  /** Eight digits at most, and two line ends. */
  private static final int MOST_FRAME = 12;

  private static final int BITS_A_DIGIT = 4;

  /** Room for what is mostly sent at a time. */
  private static final int USUAL = 4 * 1024;

  /** One a loop, for parts that the socket takes at once, as it does nearly all. */
  private static final FastThreadLocal<ByteBuf> REUSED =
      new FastThreadLocal<>() {
        @Override
        protected ByteBuf initialValue() {
          return Unpooled.directBuffer(USUAL, USUAL);
        }

        @Override
        protected void onRemoval(ByteBuf buffer) {
          buffer.release();
        }
      };

  private final VertxConnection connection;
  private final ChannelHandlerContext encoder;

  private ChunkWriter(VertxConnection connection, ChannelHandlerContext encoder) {
    this.connection = connection;
    this.encoder = encoder;
  }

  /** For a request's connection; empty where answers have no chunks, as in HTTP/1.0. */
  static Optional<ChunkWriter> of(HttpServerRequest request) {
    HttpConnection connection = request.connection();
    if (request.version() != HttpVersion.HTTP_1_1
        || !(connection instanceof VertxConnection writable)) {
      return Optional.empty();
    }
    ChannelHandlerContext encoder =
        writable.channel().pipeline().context(HttpResponseEncoder.class);
    return Optional.ofNullable(encoder).map(it -> new ChunkWriter(writable, it));
  }

  /** Whether the client can still be sent anything. */
  boolean isOpen() {
    return connection.channel().isOpen();
  }

  /** Whether so much waits to be sent that nothing should be added. */
  boolean isFull() {
    return connection.writeQueueFull();
  }

  /** Sends bytes; none are not sent, for a chunk without any would end the answer. */
  void write(byte[] bytes) {
    if (bytes.length > 0) {
      connection.writeToChannel((MessageWrite) () -> pass(bytes));
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a void promise: its failure closes the connection
  private void pass(byte[] bytes) {
    encoder.writeAndFlush(framed(bytes), encoder.voidPromise());
  }

  private ByteBuf framed(byte[] bytes) {
    ByteBuf framed = buffer(bytes.length + MOST_FRAME);
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(bytes.length);
    for (int shift = (bits - 1) / BITS_A_DIGIT * BITS_A_DIGIT; shift >= 0; shift -= BITS_A_DIGIT) {
      framed.writeByte(DIGITS[bytes.length >>> shift & DIGITS.length - 1]);
    }
    return framed.writeShort(CRLF).writeBytes(bytes).writeShort(CRLF);
  }

  /** The loop's own buffer, unless what was written last still waits in it. */
  private ByteBuf buffer(int length) {
    ByteBuf reused = REUSED.get();
    return length <= USUAL && reused.refCnt() == 1
        ? reused.clear().retain()
        : encoder.alloc().directBuffer(length);
  }
}
