package dev.breakwater.wire.bridge;

import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Feeds streams whole and in pieces. */
final class Streams {
  private Streams() {}

  static String feed(AnswerStream stream, String text) throws MalformedBody {
    return feed(stream, text.getBytes(StandardCharsets.UTF_8), null);
  }

  /** Feeds in pieces of random length, or at once without a random. */
  static String feed(AnswerStream stream, byte[] bytes, @Nullable Random random)
      throws MalformedBody {
    ByteSink out = new ByteSink();
    int start = 0;
    while (start < bytes.length) {
      int most = bytes.length - start;
      int length =
          random == null ? most : 1 + random.nextInt(Math.min(most, 1 + random.nextInt(60)));
      // A buffer of its own, as the network would hand it over and overwrite it later.
      byte[] piece = new byte[length + 7];
      System.arraycopy(bytes, start, piece, 3, length);
      stream.feed(piece, 3, 3 + length, out);
      java.util.Arrays.fill(piece, (byte) '#');
      start += length;
    }
    return out.toString();
  }

  /** All that can be asked of a stream, as one text. */
  static String seen(AnswerStream stream) {
    return "content %s, thinking %s, finished %s, ended %s, problem %s, tokens %s, text %d"
        .formatted(
            stream.hasContent(),
            stream.hasThinking(),
            stream.isFinished(),
            stream.isEnded(),
            stream.problem(),
            stream.tokens(),
            stream.textBytes());
  }
}
