package dev.breakwater.wire.responses;

import static dev.breakwater.wire.json.JsonText.bytes;

import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.JsonCursor;
import dev.breakwater.wire.json.MalformedBody;
import dev.breakwater.wire.sse.EventFramer;
import dev.breakwater.wire.sse.Framer;
import org.jspecify.annotations.Nullable;

/**
 * Puts a stamp into the events of one stream that carry the response object; all others stay as
 * they are. Belongs to one stream.
 */
public final class StampedStream {
  private static final byte[] TYPE = bytes("type");
  private static final byte[] RESPONSE = bytes("response");
  private static final byte[] SEQUENCE_NUMBER = bytes("sequence_number");
  private static final byte[] EVENT = bytes("event: ");
  private static final byte[] DATA = bytes("\ndata: ");
  private static final byte[] BLANK = bytes("\n\n");

  private final ResponseStamp stamp;
  private final Framer framer = new EventFramer();
  private final JsonCursor cursor = new JsonCursor();
  private final Framer.Handler handler = new Events();
  private ByteSink out = new ByteSink(0);
  private byte @Nullable [] whole;
  private long lastNumber = -1;

  StampedStream(ResponseStamp stamp) {
    this.stamp = stamp;
  }

  /**
   * Takes events that were written in the client's protocol, and writes them stamped.
   *
   * @throws MalformedBody when they are none
   */
  public void feed(byte[] events, ByteSink sink) throws MalformedBody {
    out = sink;
    framer.feed(events, 0, events.length, handler);
  }

  /** The whole response, once its last event has passed by; null while it has not, or failed. */
  public byte @Nullable [] response() {
    return whole;
  }

  private final class Events implements Framer.Handler {
    @Override
    public void event(byte[] bytes, int start, int end, byte[] data, int dataStart, int dataEnd)
        throws MalformedBody {
      if (dataStart == dataEnd) {
        out.write(bytes, start, end);
      } else {
        look(bytes, start, end, data, dataStart, dataEnd);
      }
    }

    @Override
    public void lateLineFeed() {
      out.write('\n');
    }
  }

  private void look(byte[] bytes, int start, int end, byte[] data, int dataStart, int dataEnd)
      throws MalformedBody {
    cursor.reset(data, dataStart, dataEnd);
    if (cursor.peek() != '{') {
      out.write(bytes, start, end);
      return;
    }
    String type = "";
    int from = -1;
    int to = -1;
    int numberStart = -1;
    int numberEnd = -1;
    if (cursor.firstMember()) {
      do {
        int at = cursor.position();
        if (cursor.keyIs(TYPE) && cursor.peek() == '"') {
          type = cursor.text();
        } else if (cursor.keyIs(RESPONSE) && cursor.peek() == '{') {
          cursor.skip();
          from = at;
          to = cursor.position();
        } else if (cursor.keyIs(SEQUENCE_NUMBER)) {
          cursor.skip();
          numberStart = at;
          numberEnd = cursor.position();
        } else {
          cursor.skip();
        }
      } while (cursor.nextMember());
    }
    if (from >= 0) {
      stamped(type, data, dataStart, dataEnd, from, to);
    } else if (type.equals("error") && numberStart >= 0) {
      // Whoever wrote it may not know how many events went before.
      Edits edits = new Edits(data);
      edits.replace(numberStart, numberEnd, bytes(Long.toString(lastNumber + 1)));
      write(type, edits, dataStart, dataEnd);
    } else {
      out.write(bytes, start, end);
    }
    lastNumber = Math.max(lastNumber, number(data, numberStart, numberEnd));
  }

  private void stamped(String type, byte[] data, int dataStart, int dataEnd, int from, int to)
      throws MalformedBody {
    Edits edits = new Edits(data);
    stamp.stamp(edits, data, from, to);
    write(type, edits, dataStart, dataEnd);
    if (type.equals("response.completed") || type.equals("response.incomplete")) {
      ByteSink response = new ByteSink(to - from + 128);
      edits.write(from, to, response);
      whole = response.take();
    }
  }

  private void write(String type, Edits edits, int dataStart, int dataEnd) {
    out.write(EVENT).write(type).write(DATA);
    edits.write(dataStart, dataEnd, out);
    out.write(BLANK);
  }

  private long number(byte[] data, int start, int end) throws MalformedBody {
    return start < 0 ? -1 : cursor.reset(data, start, end).integer();
  }
}
