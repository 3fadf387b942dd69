package dev.breakwater.wire.sse;

import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.MalformedBody;
import dev.breakwater.wire.json.Words;
import java.util.Arrays;

/**
 * Finds the server-sent events in bytes that are cut anywhere: LF, CRLF and CR end lines, a byte
 * order mark at the start is skipped, comments and unknown fields are no data, several data lines
 * are joined by LF. Works on the bytes fed wherever a whole event stands in them; only what is left
 * over is copied. Belongs to one stream.
 *
 * <p>The bytes of all events, in order, are the bytes fed, but for an event without its blank line
 * at the end: as the standard demands, that one never happens.
 */
public final class EventFramer implements Framer {
  private byte[] pending = new byte[0];
  private int pendingSize;
  private boolean begun;
  private boolean lineFeedMayFollow;

  // Where the search stands, as offsets from the start of the block.
  private int searched;
  private int line;
  private int dataLines;
  private int dataStart;
  private int dataEnd;

  @Override
  public void feed(byte[] bytes, int start, int end, Handler handler) throws MalformedBody {
    int from = start;
    if (lineFeedMayFollow && from < end) {
      lineFeedMayFollow = false;
      if (bytes[from] == '\n') {
        from++;
        handler.lateLineFeed();
      }
    }
    if (pendingSize == 0) {
      keep(bytes, events(bytes, from, end, handler), end);
    } else {
      append(bytes, from, end);
      drop(events(pending, 0, pendingSize, handler));
    }
  }

  /** Hands out the whole events; gives where the first incomplete one starts. */
  private int events(byte[] bytes, int start, int end, Handler handler) throws MalformedBody {
    int block = start;
    while (true) {
      int lineEnd = Words.lineEnd(bytes, block + searched, end);
      if (lineEnd == end) {
        searched = end - block;
        checkSize(searched);
        return block;
      }
      boolean carriageReturn = bytes[lineEnd] == '\r';
      if (carriageReturn && lineEnd + 1 == end && !isBlank(block, lineEnd)) {
        searched = lineEnd - block; // Whether an LF belongs to it is known with the next byte.
        return block;
      }
      int next = lineEnd + 1;
      if (carriageReturn && next < end && bytes[next] == '\n') {
        next++;
      }
      if (isBlank(block, lineEnd)) {
        lineFeedMayFollow = carriageReturn && next == lineEnd + 1 && next == end;
        hand(bytes, block, next, handler);
        block = next;
        begun = true;
        searched = 0;
        line = 0;
        dataLines = 0;
      } else {
        line(bytes, block, lineEnd);
        line = next - block;
        searched = line;
        checkSize(searched);
      }
    }
  }

  private boolean isBlank(int block, int lineEnd) {
    return lineEnd == block + line;
  }

  private void line(byte[] bytes, int block, int lineEnd) {
    int from = lineStart(bytes, block, block + line, lineEnd);
    int data = data(bytes, from, lineEnd);
    if (data >= 0) {
      dataLines++;
      dataStart = data - block;
      dataEnd = lineEnd - block;
    }
  }

  /** Past the byte order mark that the very first line may have. */
  private int lineStart(byte[] bytes, int block, int from, int lineEnd) {
    boolean marked =
        !begun
            && from == block
            && lineEnd - from >= 3
            && bytes[from] == (byte) 0xef
            && bytes[from + 1] == (byte) 0xbb
            && bytes[from + 2] == (byte) 0xbf;
    return marked ? from + 3 : from;
  }

  /** Where a line's data begins; -1 when it is no data line. */
  private static int data(byte[] bytes, int from, int lineEnd) {
    int length = lineEnd - from;
    if (length < 4
        || bytes[from] != 'd'
        || bytes[from + 1] != 'a'
        || bytes[from + 2] != 't'
        || bytes[from + 3] != 'a') {
      return -1;
    }
    if (length == 4) {
      return lineEnd;
    }
    if (bytes[from + 4] != ':') {
      return -1;
    }
    return length > 5 && bytes[from + 5] == ' ' ? from + 6 : from + 5;
  }

  private void hand(byte[] bytes, int block, int next, Handler handler) throws MalformedBody {
    if (dataLines > 1) {
      byte[] joined = join(bytes, block, next);
      handler.event(bytes, block, next, joined, 0, joined.length);
    } else if (dataLines == 1) {
      handler.event(bytes, block, next, bytes, block + dataStart, block + dataEnd);
    } else {
      handler.event(bytes, block, next, bytes, block, block);
    }
  }

  private byte[] join(byte[] bytes, int block, int next) {
    ByteSink joined = new ByteSink(next - block);
    boolean first = true;
    int from = block;
    while (from < next) {
      int lineEnd = Words.lineEnd(bytes, from, next);
      int data = data(bytes, lineStart(bytes, block, from, lineEnd), lineEnd);
      if (data >= 0) {
        if (!first) {
          joined.write(LINE_FEED);
        }
        joined.write(bytes, data, lineEnd);
        first = false;
      }
      from = lineEnd + 1;
    }
    return joined.take();
  }

  private static final byte[] LINE_FEED = {'\n'};

  private static void checkSize(int size) throws MalformedBody {
    if (size > LARGEST) {
      throw new MalformedBody(
          "", "an event of the stream is larger than " + (LARGEST >> 20) + " MB");
    }
  }

  private void append(byte[] bytes, int start, int end) {
    int size = pendingSize + end - start;
    if (size > pending.length) {
      pending = Arrays.copyOf(pending, Math.max(Math.max(size, 1024), pending.length * 2));
    }
    System.arraycopy(bytes, start, pending, pendingSize, end - start);
    pendingSize = size;
  }

  private void keep(byte[] bytes, int from, int end) {
    if (from < end) {
      append(bytes, from, end);
    }
  }

  private void drop(int handed) {
    pendingSize -= handed;
    if (handed > 0 && pendingSize > 0) {
      System.arraycopy(pending, handed, pending, 0, pendingSize);
    }
  }
}
