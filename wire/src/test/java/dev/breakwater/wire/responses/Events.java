package dev.breakwater.wire.responses;

import dev.breakwater.wire.conversation.AnswerEvent;
import dev.breakwater.wire.format.EventReader;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.MalformedBody;
import dev.breakwater.wire.sse.EventFramer;
import dev.breakwater.wire.sse.Framer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Golden files and streams for the tests. */
final class Events {
  static final long CREATED = 1_700_000_000L;
  static final ResponsesFormat FORMAT = new ResponsesFormat(() -> CREATED);

  private Events() {}

  static byte[] golden(String file) {
    try (InputStream in = Events.class.getResourceAsStream("/golden/" + file)) {
      if (in == null) {
        throw new AssertionError("missing: " + file);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** What a reader makes of a stream, whole or in pieces of random length. */
  static List<AnswerEvent> read(byte[] stream, @Nullable Random random) throws MalformedBody {
    EventReader reader = FORMAT.eventReader();
    EventFramer framer = new EventFramer();
    List<AnswerEvent> events = new ArrayList<>();
    Framer.Handler handler =
        new Framer.Handler() {
          @Override
          public void event(byte[] bytes, int start, int end, byte[] data, int from, int to)
              throws MalformedBody {
            if (from < to) {
              reader.read(data, from, to, events::add);
            }
          }

          @Override
          public void lateLineFeed() {}
        };
    int at = 0;
    while (at < stream.length) {
      int most = stream.length - at;
      int length = random == null ? most : 1 + random.nextInt(Math.min(most, 50));
      byte[] piece = java.util.Arrays.copyOfRange(stream, at, at + length);
      framer.feed(piece, 0, length, handler);
      at += length;
    }
    return events;
  }

  static String write(List<AnswerEvent> events, dev.breakwater.wire.format.Asked asked) {
    var writer = FORMAT.eventWriter(asked);
    ByteSink out = new ByteSink();
    events.forEach(event -> writer.write(event, out));
    writer.end(out);
    return out.toString();
  }
}
