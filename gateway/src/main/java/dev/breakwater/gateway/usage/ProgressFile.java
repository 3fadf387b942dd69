package dev.breakwater.gateway.usage;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * How much of each running answer has come, in a mapped file beside a chain. A place is an
 * attempt's from its beginning to its end and then another's; it bears the attempt's mark, which
 * the record of the beginning bears too, so that nobody reads what an earlier one left.
 *
 * <p>All but {@link #read} belong to the chain's loop.
 */
final class ProgressFile implements AutoCloseable {
  static final String SUFFIX = ".progress";

  /** As many answers may run on one loop and be followed. */
  static final int PLACES = 1 << 14;

  private static final int PLACE_BITS = 14;
  private static final int PLACE_BYTES = 2 * Long.BYTES;
  private static final int BYTES = PLACES * PLACE_BYTES;
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Arena arena;
  private final MemorySegment memory;
  private final int[] free = new int[PLACES];
  private int left = PLACES;
  private long begun;

  private ProgressFile(Arena arena, MemorySegment memory) {
    this.arena = arena;
    this.memory = memory;
    for (int index = 0; index < PLACES; index++) {
      free[index] = PLACES - 1 - index;
    }
  }

  /** Makes the file of a chain, with real blocks. */
  static ProgressFile create(Path directory, ChainId chain) throws IOException {
    Arena arena = Arena.ofShared();
    try (FileChannel channel =
        FileChannel.open(
            directory.resolve(name(chain)),
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      ByteBuffer zeros = ByteBuffer.allocateDirect(BYTES);
      while (zeros.hasRemaining()) {
        channel.write(zeros);
      }
      return new ProgressFile(arena, channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES, arena));
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  /** What the file of a chain is called. */
  static String name(ChainId chain) {
    String segment = new SegmentName(chain, 0).file();
    return segment.substring(0, segment.length() - SegmentName.SUFFIX.length()) + SUFFIX;
  }

  /**
   * The output tokens that an attempt of a dead process had noted.
   *
   * @param mark from the record of its beginning
   * @return 0 when nothing is known
   */
  static long read(Path directory, ChainId chain, long mark) {
    if (mark <= 0) {
      return 0;
    }
    ByteBuffer place = ByteBuffer.allocate(PLACE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel =
        FileChannel.open(directory.resolve(name(chain)), StandardOpenOption.READ)) {
      long at = place(mark) * (long) PLACE_BYTES;
      if (channel.read(place, at) < PLACE_BYTES || place.getLong(0) != mark) {
        return 0;
      }
      return Math.max(0, place.getLong(Long.BYTES));
    } catch (IOException e) {
      return 0;
    }
  }

  /** A place for an attempt that is about to begin, by its mark; 0 when none is free. */
  long take() {
    if (left == 0) {
      return 0;
    }
    int place = free[--left];
    long mark = ++begun << PLACE_BITS | place;
    long at = place * (long) PLACE_BYTES;
    memory.set(LONG, at + Long.BYTES, 0);
    memory.set(LONG, at, mark);
    return mark;
  }

  Progress progress(long mark) {
    return mark == 0 ? Progress.UNKEPT : new Place(mark);
  }

  @Override
  public void close() {
    arena.close();
  }

  private static int place(long mark) {
    return (int) mark & (PLACES - 1);
  }

  private final class Place implements Progress {
    private final long at;
    private long mark;

    Place(long mark) {
      this.mark = mark;
      this.at = place(mark) * (long) PLACE_BYTES + Long.BYTES;
    }

    @Override
    public void come(long outputTokens) {
      if (mark != 0) {
        memory.set(LONG, at, outputTokens);
      }
    }

    @Override
    public void over() {
      if (mark != 0) {
        free[left++] = place(mark);
        mark = 0;
      }
    }
  }
}
