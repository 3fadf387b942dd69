package dev.breakwater.wire.openai;

import dev.breakwater.wire.json.JsonCursor;
import dev.breakwater.wire.json.MalformedBody;
import java.util.Arrays;

/**
 * Knows the chunk again that many servers send for each token: the same bytes as before but for one
 * text in them. Such a chunk says nothing new beside its text, and need not be read member by
 * member. Belongs to one stream.
 */
final class FamiliarChunk {
  /** Thousands of streams must not each keep much. */
  private static final int MOST_KEPT = 1024;

  /** After so many chunks without a like one the server's are not of that kind. */
  private static final int TRIES = 4;

  private static final byte[] NOTHING = new byte[0];

  private byte[] before = NOTHING;
  private byte[] after = NOTHING;
  private int tries = TRIES;

  /**
   * How many bytes the text of a familiar chunk has, escapes and all; -1 for any other.
   *
   * @param cursor is moved
   */
  int text(JsonCursor cursor, byte[] data, int start, int end) {
    int from = start + before.length;
    int to = end - after.length;
    if (before.length == 0
        || from > to
        || !Arrays.equals(data, to, end, after, 0, after.length)
        || !Arrays.equals(data, start, from, before, 0, before.length)) {
      return -1;
    }
    cursor.reset(data, from - 1, end);
    try {
      int length = cursor.skipText();
      return cursor.position() == to + 1 ? length : -1;
    } catch (MalformedBody e) {
      return -1; // whoever reads it whole says what is wrong with it, and where
    }
  }

  /**
   * Takes note of a chunk that was read and had one text and nothing else that counts.
   *
   * @param textStart behind its opening quote
   * @param textEnd where its closing quote stands
   */
  void learn(byte[] data, int start, int textStart, int textEnd, int end) {
    if (tries == 0 || textStart - start + end - textEnd > MOST_KEPT) {
      return;
    }
    tries--;
    before = Arrays.copyOfRange(data, start, textStart);
    after = Arrays.copyOfRange(data, textEnd, end);
  }

  /** Nothing is familiar until the next chunk that is learnt. */
  void forget() {
    before = NOTHING;
    after = NOTHING;
  }
}
