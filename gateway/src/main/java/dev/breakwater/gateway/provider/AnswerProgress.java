package dev.breakwater.gateway.provider;

/**
 * Where a running call notes how much of its answer has come, for the case that nobody lives to
 * tell its end.
 */
public interface AnswerProgress {
  /** For calls that nobody bills. */
  AnswerProgress UNSEEN = _ -> {};

  /**
   * Noted before the client sees it.
   *
   * @param outputTokens of the answer so far, as estimated
   */
  void come(long outputTokens);
}
