package dev.breakwater.clients.lines;

/**
 * One thing to ask for.
 *
 * @param protocol {@code chat}, {@code responses}, {@code messages}, {@code gemini} or {@code
 *     embeddings}
 * @param leaveAfterPieces of a plain stream; 0 reads it to its end
 */
public record Ask(
    String protocol, Feature feature, String model, String prompt, int leaveAfterPieces) {

  /** Whether the stream has been read as far as the test wants it. */
  public boolean leavesAt(int pieces) {
    return leaveAfterPieces > 0 && pieces >= leaveAfterPieces;
  }
}
