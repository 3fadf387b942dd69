package dev.breakwater.gateway.usage;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * One mapped file of the journal. Behind a header of {@link #HEADER} bytes stand records, each at a
 * multiple of 8: length of the body, CRC32C over the record's place and body, body. The length is
 * stored last and released, so whoever reads it sees the whole record; {@link #SEALED} in its place
 * says that the chain goes on in the next segment.
 */
final class Segment implements AutoCloseable {
  static final int HEADER = 64;

  /** Length and checksum. */
  static final int FRAME = 8;

  static final int EMPTY = 0;
  static final int SEALED = -1;
  static final int BAD = -2;

  private static final long MAGIC = 0x3147_4553_4B57_5242L;
  private static final int PAGE = 4096;
  private static final int CHUNK = 1 << 20;
  private static final int SHORTEST_BODY = 2;

  private static final ValueLayout.OfInt INT_LAYOUT =
      ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG_LAYOUT =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT = INT_LAYOUT.varHandle();
  private static final VarHandle LONG_IN_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final SegmentName name;
  private final Arena arena;
  private final MemorySegment memory;
  private final int size;
  private final long salt;
  private long firstRecord;

  /** The preparing thread's own. */
  private boolean warm;

  private Segment(SegmentName name, Arena arena, MemorySegment memory) {
    this.name = name;
    this.arena = arena;
    this.memory = memory;
    this.size = Math.toIntExact(memory.byteSize());
    this.salt =
        name.chain().boot() * 31 + ((long) name.chain().loop() << 56) + (name.sequence() << 32);
  }

  /**
   * Makes a segment whose blocks are really there, so that a full disk shows here as an exception
   * and not later as a fault of the process.
   */
  static Segment create(Path directory, SegmentName name, int size) throws IOException {
    Path unfinished = directory.resolve(name.file() + SegmentName.UNFINISHED);
    Arena arena = Arena.ofShared();
    try (FileChannel channel =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(size, CHUNK));
      for (int written = 0; written < size; ) {
        zeros.clear().limit(Math.min(zeros.capacity(), size - written));
        written += channel.write(zeros);
      }
      Segment segment =
          new Segment(name, arena, channel.map(FileChannel.MapMode.READ_WRITE, 0, size, arena));
      segment.writeHeader();
      Files.move(unfinished, directory.resolve(name.file()), StandardCopyOption.ATOMIC_MOVE);
      return segment;
    } catch (IOException | RuntimeException e) {
      arena.close();
      Files.deleteIfExists(unfinished);
      throw e;
    }
  }

  /**
   * Makes a new segment of this one, which nobody needs any more and which must not be used again.
   * Its blocks and its mapping are there already, so this costs a tenth of a fresh one. Until it is
   * whole its file bears a name that the next start removes.
   */
  Segment recycle(Path directory, SegmentName newName) throws IOException {
    Path unfinished = directory.resolve(newName.file() + SegmentName.UNFINISHED);
    Files.move(directory.resolve(name.file()), unfinished, StandardCopyOption.ATOMIC_MOVE);
    memory.fill((byte) 0);
    Segment segment = new Segment(newName, arena, memory);
    segment.writeHeader();
    Files.move(unfinished, directory.resolve(newName.file()), StandardCopyOption.ATOMIC_MOVE);
    return segment;
  }

  /**
   * Opens a segment that an earlier process left.
   *
   * @throws IOException when the file cannot be read or its header is not that of its name
   */
  static Segment open(Path directory, SegmentName name) throws IOException {
    Arena arena = Arena.ofShared();
    try (FileChannel channel =
        FileChannel.open(directory.resolve(name.file()), StandardOpenOption.READ)) {
      if (channel.size() < HEADER || channel.size() > Integer.MAX_VALUE) {
        throw new IOException("a size of " + channel.size() + " bytes is no segment's");
      }
      MemorySegment memory = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      Segment segment = new Segment(name, arena, memory);
      segment.checkHeader();
      return segment;
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  /**
   * Has the machine hold every page in memory, for the first store to a page is the dear one and
   * shall not be the loop's. Changes nothing, also while the loop is writing already.
   */
  void warm() {
    if (!warm) {
      warm = true;
      for (int page = 0; page < size; page += PAGE) {
        INT.getAndAdd(memory, (long) page, 0);
      }
    }
  }

  SegmentName name() {
    return name;
  }

  int size() {
    return size;
  }

  /** How many records the chain had before this segment; published with its first record. */
  long firstRecord() {
    return firstRecord;
  }

  void firstRecord(long records) {
    firstRecord = records;
  }

  /** Whether a record of this many framed bytes fits with the mark of the end behind it. */
  boolean fits(int offset, int framed) {
    return offset + framed + FRAME <= size;
  }

  /** How many bytes a body takes with its frame and padding. */
  static int framed(int body) {
    return (FRAME + body + 7) & -8;
  }

  /**
   * Writes a record and publishes it.
   *
   * @param record the body from {@link #FRAME} to {@code end}; what stands before is overwritten
   */
  void append(int offset, byte[] record, int end, CRC32C checksum) {
    LONG_IN_BYTES.set(record, 0, salt + offset);
    checksum.reset();
    checksum.update(record, 0, end);
    MemorySegment.copy(
        record, FRAME, memory, ValueLayout.JAVA_BYTE, offset + (long) FRAME, end - FRAME);
    memory.set(INT_LAYOUT, offset + (long) Integer.BYTES, (int) checksum.getValue());
    INT.setRelease(memory, (long) offset, end - FRAME);
  }

  void seal(int offset) {
    INT.setRelease(memory, (long) offset, SEALED);
  }

  /**
   * Reads a record's body into {@code record} from {@link #FRAME} on.
   *
   * @return the body's length, or {@link #EMPTY}, {@link #SEALED} or {@link #BAD}
   */
  int read(int offset, byte[] record, CRC32C checksum) {
    if (offset + FRAME > size) {
      return EMPTY;
    }
    int length = (int) INT.getAcquire(memory, (long) offset);
    if (length == EMPTY || length == SEALED) {
      return length;
    }
    if (length < SHORTEST_BODY
        || length > record.length - FRAME
        || length > size - offset - FRAME) {
      return BAD;
    }
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, offset + (long) FRAME, record, FRAME, length);
    LONG_IN_BYTES.set(record, 0, salt + offset);
    checksum.reset();
    checksum.update(record, 0, FRAME + length);
    int expected = memory.get(INT_LAYOUT, offset + (long) Integer.BYTES);
    return expected == (int) checksum.getValue() ? length : BAD;
  }

  /**
   * Brings what was written to a range onto the disk. Blocks for as long as the disk takes.
   *
   * @throws java.io.UncheckedIOException when the disk does not take it
   */
  void force(int from, int to) {
    memory.asSlice(from, to - from).force();
  }

  /**
   * Makes every page of a range dirty again: the system forgets that a page is dirty once it has
   * failed to write it.
   *
   * @param to must not exceed what has been published, for a writer may be at work behind it
   */
  void touch(int from, int to) {
    for (int at = from; at < to; at = (at / PAGE + 1) * PAGE) {
      memory.set(ValueLayout.JAVA_BYTE, at, memory.get(ValueLayout.JAVA_BYTE, at));
    }
  }

  /** The offset of the first whole record behind {@code offset}; 0 when there is none. */
  int nextWhole(int offset, byte[] record, CRC32C checksum) {
    for (int next = offset + 8; next + FRAME <= size; next += 8) {
      if (read(next, record, checksum) > 0) {
        return next;
      }
    }
    return 0;
  }

  @Override
  public void close() {
    arena.close();
  }

  private void writeHeader() {
    memory.set(LONG_LAYOUT, 0, MAGIC);
    memory.set(LONG_LAYOUT, 8, name.chain().boot());
    memory.set(LONG_LAYOUT, 16, name.chain().loop());
    memory.set(LONG_LAYOUT, 24, name.sequence());
    memory.set(LONG_LAYOUT, 32, headerChecksum());
  }

  private void checkHeader() throws IOException {
    if (memory.get(LONG_LAYOUT, 0) != MAGIC || memory.get(LONG_LAYOUT, 32) != headerChecksum()) {
      throw new IOException("the header is damaged or of another version");
    }
    if (memory.get(LONG_LAYOUT, 8) != name.chain().boot()
        || memory.get(LONG_LAYOUT, 16) != name.chain().loop()
        || memory.get(LONG_LAYOUT, 24) != name.sequence()) {
      throw new IOException("the header does not belong to the file's name");
    }
  }

  private long headerChecksum() {
    CRC32C checksum = new CRC32C();
    checksum.update(memory.asSlice(0, 32).asByteBuffer());
    return checksum.getValue();
  }
}
