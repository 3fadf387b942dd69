package dev.breakwater.wire.gemini;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parts of one candidate. A call without an id gets one of the answer's id and the call's
 * number, so that it is the same however often the answer is read.
 */
final class AnswerParts extends GeminiPartReader {
  /** Ids are at most 40 characters long. */
  private static final int LONGEST = 24;

  private final String answer;
  private final int candidate;
  private int calls;

  /**
   * @param answer see {@link #name}
   * @param calls how many calls of the candidate were read before
   */
  AnswerParts(String answer, int candidate, int calls) {
    this.answer = answer;
    this.candidate = candidate;
    this.calls = calls;
  }

  /** What an answer's calls are named after: its id, or its first bytes where it has none. */
  static String name(String responseId, byte[] data, int start, int end) {
    String name = responseId.replaceAll("[^a-zA-Z0-9_-]", "");
    if (name.isEmpty()) {
      return Integer.toHexString(Arrays.hashCode(Arrays.copyOfRange(data, start, end)));
    }
    return name.substring(Math.max(0, name.length() - LONGEST));
  }

  int calls() {
    return calls;
  }

  @Override
  String callId(String tool) {
    return "call_" + answer + (candidate == 0 ? "_" : "_" + candidate + "_") + calls;
  }

  @Override
  void called(String id, String tool) {
    calls++;
  }

  @Override
  String resultId(@Nullable String id, String tool) {
    return id == null ? callId(tool) : id;
  }

  /** What Google's own tools did is for those who asked for them. */
  @Override
  void unknown(Fields part) {}
}
