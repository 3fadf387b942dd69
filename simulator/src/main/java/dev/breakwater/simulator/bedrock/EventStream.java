package dev.breakwater.simulator.bedrock;

import dev.breakwater.simulator.json.Json;
import io.vertx.core.buffer.Buffer;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;

/**
 * Messages of {@code application/vnd.amazon.eventstream}: lengths, a checksum of them, headers, a
 * payload of JSON, and a checksum of it all.
 */
final class EventStream {
  static final String TYPE = "application/vnd.amazon.eventstream";

  /** Two lengths and their checksum. */
  private static final int PRELUDE = 12;

  private static final int CHECKSUM = 4;

  /** A header's value that is a text of up to 65,535 bytes. */
  private static final byte STRING = 7;

  private EventStream() {}

  /** An event of that type, such as {@code messageStart}. */
  static Buffer event(String type, CharSequence payload) {
    Buffer headers = Buffer.buffer();
    header(headers, ":event-type", type);
    header(headers, ":content-type", "application/json");
    header(headers, ":message-type", "event");
    return message(headers, Buffer.buffer(payload.toString()));
  }

  /** An exception of that type, such as {@code throttlingException}. */
  static Buffer exception(String type, Buffer payload) {
    Buffer headers = Buffer.buffer();
    header(headers, ":exception-type", type);
    header(headers, ":content-type", "application/json");
    header(headers, ":message-type", "exception");
    return message(headers, payload);
  }

  /** The same message with another payload, its lengths and checksums right. */
  static Buffer withPayload(Buffer message, UnaryOperator<Buffer> change) {
    int headers = message.getInt(4);
    int start = PRELUDE + headers;
    Buffer payload = message.slice(start, message.length() - CHECKSUM);
    return message(message.slice(PRELUDE, start), change.apply(payload));
  }

  private static void header(Buffer headers, String name, String value) {
    byte[] nameBytes = Json.utf8(name);
    byte[] valueBytes = Json.utf8(value);
    headers.appendByte((byte) nameBytes.length).appendBytes(nameBytes);
    headers.appendByte(STRING).appendUnsignedShort(valueBytes.length).appendBytes(valueBytes);
  }

  private static Buffer message(Buffer headers, Buffer payload) {
    int length = PRELUDE + headers.length() + payload.length() + CHECKSUM;
    Buffer message = Buffer.buffer(length).appendInt(length).appendInt(headers.length());
    message.appendInt(checksum(message));
    message.appendBuffer(headers).appendBuffer(payload);
    return message.appendInt(checksum(message));
  }

  private static int checksum(Buffer bytes) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes.getBytes());
    return (int) checksum.getValue();
  }
}
