package dev.breakwater.gateway.usage;

/**
 * Where one attempt notes how much of its answer has come. A note costs a store to memory that
 * outlives the process; only the loop that began the attempt may make it.
 */
public interface Progress {
  /** Where no room was left for notes: the attempt is billed for its input if it is cut off. */
  Progress UNKEPT =
      new Progress() {
        @Override
        public void come(long outputTokens) {}

        @Override
        public void over() {}
      };

  /**
   * @param outputTokens of the answer so far, as estimated
   */
  void come(long outputTokens);

  /** The attempt has ended, and its end is logged. */
  void over();
}
