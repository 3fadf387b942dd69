package dev.breakwater.gateway.usage;

/**
 * Where one event loop's exchanges write what they do. A call returns at once, makes no system call
 * and is heard of again after a {@code kill -9}. One writer at a time: the loop it belongs to.
 */
public interface UsageLog {
  /**
   * @throws JournalFull when nothing more can be recorded; the upstream must then not be called
   */
  void began(AttemptBegan began) throws JournalFull;

  void ended(AttemptEnded ended);

  void ended(RequestEnded ended);
}
