package dev.breakwater.gateway.usage;

/**
 * How large the journal may grow, and what it outlives.
 *
 * @param maxSize bytes of all segments together; when they are used up, billable work is refused
 * @param segmentSize bytes of one segment, 64 KB to 1 GB, a multiple of 4 KB
 */
public record JournalSettings(long maxSize, int segmentSize, Durability durability) {
  private static final int SMALLEST = 64 << 10;

  /** A few thousand requests: three of them stay in memory for each loop. */
  private static final int USUAL = 4 << 20;

  private static final int PAGE = 4096;

  public static final JournalSettings DEFAULT = new JournalSettings(1L << 30, USUAL);

  public JournalSettings {
    if (segmentSize < SMALLEST || segmentSize > 1 << 30 || segmentSize % PAGE != 0) {
      throw new IllegalArgumentException(segmentSize + " bytes are no size for a segment");
    }
  }

  /** A journal that outlives its process. */
  public JournalSettings(long maxSize, int segmentSize) {
    this(maxSize, segmentSize, Durability.PROCESS);
  }

  /** Segments small enough for each loop to have four of them within {@code maxSize}. */
  public static JournalSettings of(long maxSize, int loops) {
    long share = Math.min(USUAL, maxSize / (4L * loops)) / PAGE * PAGE;
    return new JournalSettings(maxSize, (int) Math.max(SMALLEST, share));
  }

  public JournalSettings with(Durability other) {
    return new JournalSettings(maxSize, segmentSize, other);
  }
}
