package dev.breakwater.gateway.usage;

import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads one chain record by record. In a chain that is still written it stops at a given head; in
 * one that a dead process left it goes to the end, tells a torn tail (which a kill leaves) from
 * damage (good records behind bad ones), and goes on behind the damage.
 */
final class ChainReader {
  /** Where the segments of a chain come from. */
  interface Segments {
    /** The segment of that number; null when there is none that can be read. */
    @Nullable Segment open(long sequence);

    /** The number of the next segment behind one; 0 when there is none. */
    long after(long sequence);

    void damaged(long sequence, int offset, String problem);

    void torn();
  }

  private final RecordDecoder decoder = new RecordDecoder();
  private final ChainId chain;
  private final Segments segments;
  private final byte[] record = new byte[Segment.FRAME + RecordEncoder.LARGEST_REQUEST_ENDED];
  private final CRC32C checksum = new CRC32C();
  private @Nullable Segment segment;
  private long sequence;
  private int offset;
  private int at;
  private int length;
  private long limit;
  private long records;
  private boolean over;

  ChainReader(ChainPosition start, Segments segments, long limit) {
    this.chain = start.chain();
    this.sequence = start.sequence();
    this.offset = start.offset();
    this.segments = segments;
    this.limit = limit;
  }

  /** Moves the head up to which records are read, see {@link Chain#pack}. */
  void limit(long head) {
    limit = head;
  }

  ChainPosition position() {
    return new ChainPosition(chain, sequence, offset);
  }

  long packed() {
    return Chain.pack(sequence, offset);
  }

  /** How many records have been read. */
  long records() {
    return records;
  }

  /** The next record; null when there is none up to the limit. */
  @Nullable UsageRecord next() {
    while (advance()) {
      try {
        return usage();
      } catch (RuntimeException e) {
        segments.damaged(sequence, at, "a record cannot be understood: " + e.getMessage());
      }
    }
    return null;
  }

  /**
   * Goes on to the next record, of which the methods below tell until this is called again; false
   * when there is none up to the limit.
   */
  boolean advance() {
    while (!over && packed() < limit) {
      Segment open = segment;
      if (open == null) {
        open = segments.open(sequence);
        segment = open;
        if (open == null) {
          goOn();
          continue;
        }
      }
      int found = open.read(offset, record, checksum);
      if (found > 0) {
        at = offset;
        length = found;
        offset += Segment.framed(found);
        records++;
        return true;
      } else if (found == Segment.SEALED) {
        goOn();
      } else {
        passOver(open, found);
      }
    }
    return false;
  }

  /** What kind of record it is, see {@link RecordEncoder}. */
  byte type() {
    return record[Segment.FRAME];
  }

  /**
   * Whose record it is.
   *
   * @throws IllegalArgumentException when it cannot be understood
   */
  String requestId() {
    return decoder.requestId(record, Segment.FRAME, length);
  }

  /** A copy of its body. */
  byte[] body() {
    return Arrays.copyOfRange(record, Segment.FRAME, Segment.FRAME + length);
  }

  /**
   * The whole of it.
   *
   * @throws IllegalArgumentException when it cannot be understood
   */
  UsageRecord usage() {
    return decoder.decode(record, Segment.FRAME, length);
  }

  /** Reads what {@link #body} has given. */
  UsageRecord usage(byte[] body) {
    return decoder.decode(body);
  }

  private void passOver(Segment open, int found) {
    int whole = open.nextWhole(offset, record, checksum);
    if (whole > 0) {
      segments.damaged(
          sequence, offset, (whole - offset) + " bytes before good records cannot be read");
      offset = whole;
      return;
    }
    boolean bad = found == Segment.BAD;
    if (recordsBehind()) {
      segments.damaged(sequence, offset, "the segment ends before the chain goes on");
    } else if (bad) {
      segments.torn();
    }
    goOn();
  }

  private boolean recordsBehind() {
    for (long next = segments.after(sequence); next > 0; next = segments.after(next)) {
      Segment behind = segments.open(next);
      if (behind != null && behind.read(Segment.HEADER, record, checksum) != Segment.EMPTY) {
        return true;
      }
    }
    return false;
  }

  private void goOn() {
    long next = segments.after(sequence);
    if (next == 0) {
      over = true;
      return;
    }
    if (next != sequence + 1) {
      segments.damaged(next, 0, "segments " + (sequence + 1) + " to " + (next - 1) + " are gone");
    }
    segment = null;
    sequence = next;
    offset = Segment.HEADER;
  }
}
