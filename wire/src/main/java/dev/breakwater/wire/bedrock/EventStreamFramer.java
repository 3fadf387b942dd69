package dev.breakwater.wire.bedrock;

import static dev.breakwater.wire.json.JsonText.bytes;

import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.JsonText;
import dev.breakwater.wire.json.MalformedBody;
import dev.breakwater.wire.sse.Framer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Finds the messages in Amazon's binary event stream, cut anywhere. A message is a prelude (its
 * length, its headers' length, a checksum of the two), headers, a payload, and a checksum of it
 * all; one whose checksums are wrong breaks the stream. What is handed out is the JSON that the
 * headers and the payload mean together: {@code {"contentBlockDelta": …}}, or {@code
 * {"throttlingException": …}} for a failure. Belongs to one stream.
 */
public final class EventStreamFramer implements Framer {
  private static final int PRELUDE = 12;
  private static final int CHECKSUM = 4;
  private static final VarHandle INTEGERS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final byte[] MESSAGE_TYPE = bytes(":message-type");
  private static final byte[] EVENT_TYPE = bytes(":event-type");
  private static final byte[] EXCEPTION_TYPE = bytes(":exception-type");
  private static final byte[] ERROR_CODE = bytes(":error-code");
  private static final byte[] ERROR_MESSAGE = bytes(":error-message");

  private final CRC32 checksum = new CRC32();
  private byte[] pending = new byte[0];
  private int pendingSize;

  @Override
  public void feed(byte[] bytes, int start, int end, Handler handler) throws MalformedBody {
    if (pendingSize == 0) {
      int rest = messages(bytes, start, end, handler);
      append(bytes, rest, end);
    } else {
      append(bytes, start, end);
      int rest = messages(pending, 0, pendingSize, handler);
      pendingSize -= rest;
      if (rest > 0 && pendingSize > 0) {
        System.arraycopy(pending, rest, pending, 0, pendingSize);
      }
    }
  }

  /** Hands out the whole messages; gives where the first incomplete one starts. */
  private int messages(byte[] bytes, int start, int end, Handler handler) throws MalformedBody {
    int from = start;
    while (end - from >= PRELUDE) {
      int length = (int) INTEGERS.get(bytes, from);
      int headers = (int) INTEGERS.get(bytes, from + 4);
      if (!agrees(bytes, from, 8, (int) INTEGERS.get(bytes, from + 8))) {
        throw broken("a message's first checksum is wrong");
      }
      if (headers < 0 || length > LARGEST || length - PRELUDE - CHECKSUM < headers) {
        throw broken("a message has impossible lengths");
      }
      if (end - from < length) {
        return from;
      }
      int last = from + length - CHECKSUM;
      if (!agrees(bytes, from, length - CHECKSUM, (int) INTEGERS.get(bytes, last))) {
        throw broken("a message's checksum is wrong");
      }
      byte[] data = data(bytes, from + PRELUDE, from + PRELUDE + headers, last);
      handler.event(bytes, from, from + length, data, 0, data.length);
      from += length;
    }
    return from;
  }

  private boolean agrees(byte[] bytes, int start, int length, int expected) {
    checksum.reset();
    checksum.update(bytes, start, length);
    return (int) checksum.getValue() == expected;
  }

  /** The union's JSON; empty for a message that names nothing. */
  private static byte[] data(byte[] bytes, int headers, int payload, int end) throws MalformedBody {
    Headers found = new Headers(bytes, headers, payload);
    String name = found.name();
    if (name == null) {
      return new byte[0];
    }
    ByteSink out = new ByteSink(end - payload + name.length() + 8);
    out.write('{').write(JsonText.quote(name)).write(':');
    if (found.message != null) {
      out.write("{\"message\":").write(JsonText.quote(found.message)).write('}');
    } else if (payload == end) {
      out.write("{}");
    } else {
      out.write(bytes, payload, end);
    }
    return out.write('}').take();
  }

  /** The headers that say what a message is. */
  private static final class Headers {
    private final byte[] bytes;
    private final int end;
    private int position;
    private @Nullable String kind;
    private @Nullable String event;
    private @Nullable String exception;
    private @Nullable String code;

    /** An error's own words, which it has in place of a payload. */
    private @Nullable String message;

    Headers(byte[] bytes, int start, int end) throws MalformedBody {
      this.bytes = bytes;
      this.position = start;
      this.end = end;
      while (position < end) {
        header();
      }
    }

    @Nullable String name() {
      if ("exception".equals(kind)) {
        return failure(exception);
      }
      if ("error".equals(kind)) {
        message = message == null ? "the provider reported an error" : message;
        return failure(code);
      }
      message = null;
      return event;
    }

    private static String failure(@Nullable String name) {
      String given = name == null ? "internalServer" : name;
      return BedrockProblems.isFailure(given) ? given : given + "Exception";
    }

    private void header() throws MalformedBody {
      int length = unsigned(1);
      int name = position;
      skip(length);
      int type = unsigned(1);
      if (type != 7) {
        skip(size(type));
        return;
      }
      int size = unsigned(2);
      int value = position;
      skip(size);
      if (is(name, length, MESSAGE_TYPE)) {
        kind = text(value, size);
      } else if (is(name, length, EVENT_TYPE)) {
        event = text(value, size);
      } else if (is(name, length, EXCEPTION_TYPE)) {
        exception = text(value, size);
      } else if (is(name, length, ERROR_CODE)) {
        code = text(value, size);
      } else if (is(name, length, ERROR_MESSAGE)) {
        message = text(value, size);
      }
    }

    /** The bytes of a value that is no text. */
    private int size(int type) throws MalformedBody {
      return switch (type) {
        case 0, 1 -> 0;
        case 2 -> 1;
        case 3 -> 2;
        case 4 -> 4;
        case 5, 8 -> 8;
        case 6 -> unsigned(2);
        case 9 -> 16;
        default -> throw broken("a header has a value of an unknown kind");
      };
    }

    private int unsigned(int size) throws MalformedBody {
      int from = position;
      skip(size);
      int value = bytes[from] & 0xff;
      return size == 1 ? value : value << 8 | (bytes[from + 1] & 0xff);
    }

    private void skip(int size) throws MalformedBody {
      if (end - position < size) {
        throw broken("a message's headers are cut");
      }
      position += size;
    }

    private boolean is(int start, int length, byte[] name) {
      return Arrays.equals(bytes, start, start + length, name, 0, name.length);
    }

    private String text(int start, int length) {
      return new String(bytes, start, length, StandardCharsets.UTF_8);
    }
  }

  private static MalformedBody broken(String what) {
    return new MalformedBody("", "the event stream is broken: " + what);
  }

  private void append(byte[] bytes, int start, int end) {
    if (start >= end) {
      return;
    }
    int size = pendingSize + end - start;
    if (size > pending.length) {
      pending = Arrays.copyOf(pending, Math.max(Math.max(size, 1024), pending.length * 2));
    }
    System.arraycopy(bytes, start, pending, pendingSize, end - start);
    pendingSize = size;
  }
}
