package dev.breakwater.gateway.usage;

import dev.breakwater.gateway.concurrent.Waiter;

/**
 * Where one event loop's exchanges write what they do. Writing returns at once, makes no system
 * call and is heard of again after a {@code kill -9}. One writer at a time: the loop it belongs to.
 */
public interface UsageLog {
  /**
   * @return where the attempt notes how much of its answer has come, until it is over
   * @throws JournalFull when nothing more can be recorded; the upstream must then not be called
   */
  Progress began(AttemptBegan began) throws JournalFull;

  /**
   * Waits, behind {@link #began}, until the beginning is as safe as the journal's {@link
   * Durability} promises: not at all for one that has to outlive its process only. The calling
   * exchange waits, never its loop.
   *
   * @param waiter of the calling thread
   * @throws JournalFull when it could not be made safe, or the exchange was given up meanwhile; the
   *     beginning has been taken back and the upstream must not be called
   */
  default void assure(AttemptBegan began, Waiter waiter) throws JournalFull {}

  void ended(AttemptEnded ended);

  void ended(RequestEnded ended);
}
