package dev.breakwater.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledHeapByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import java.util.Iterator;
import java.util.Map;

/**
 * The body of a whole answer that brings its headers along: on its way through Vert.x it is a
 * buffer like any other, so that {@link AnswerEncoder} knows it again.
 */
final class AnswerBuffer extends UnpooledHeapByteBuf {
  private static final int COLON_AND_SPACE = ':' << 8 | ' ';
  private static final int CRLF = '\r' << 8 | '\n';

  /** The first line and what Vert.x adds: the body's length and whether the connection stays. */
  private static final int MOST_ADDED = 128;

  private final AnswerHeaders headers;

  AnswerBuffer(AnswerHeaders headers, byte[] body) {
    super(UnpooledByteBufAllocator.DEFAULT, body, body.length);
    this.headers = headers;
  }

  /** Vert.x passes on a slice in place of a buffer; this one has to stay what it is. */
  @Override
  public ByteBuf slice() {
    return this;
  }

  /**
   * Head and body as they go over the wire (RFC 9112, 2.1).
   *
   * @param response as Vert.x has made it: its status, and headers to go after this answer's own
   */
  ByteBuf encoded(HttpResponse response, ByteBufAllocator allocator) {
    ByteBuf out = allocator.directBuffer(MOST_ADDED + headers.bytes() + readableBytes());
    ByteBufUtil.writeAscii(out, response.protocolVersion().text());
    out.writeByte(' ');
    ByteBufUtil.writeAscii(out, response.status().codeAsText());
    out.writeByte(' ');
    ByteBufUtil.writeAscii(out, response.status().reasonPhrase());
    out.writeShort(CRLF);
    headers.forEach((name, value) -> write(out, name, value));
    writeAll(out, response.headers());
    return out.writeShort(CRLF).writeBytes(array(), arrayOffset() + readerIndex(), readableBytes());
  }

  private static void writeAll(ByteBuf out, HttpHeaders added) {
    Iterator<Map.Entry<CharSequence, CharSequence>> entries = added.iteratorCharSequence();
    while (entries.hasNext()) {
      Map.Entry<CharSequence, CharSequence> entry = entries.next();
      write(out, entry.getKey(), entry.getValue());
    }
  }

  private static void write(ByteBuf out, CharSequence name, CharSequence value) {
    ByteBufUtil.writeAscii(out, name);
    out.writeShort(COLON_AND_SPACE);
    ByteBufUtil.writeAscii(out, value);
    out.writeShort(CRLF);
  }
}
