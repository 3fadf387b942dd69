package dev.breakwater.wire.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.wire.json.MalformedBody;
import dev.breakwater.wire.sse.Framer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventStreamFramerTest {
  private static final int SEEDS = Integer.getInteger("wire.seeds", 300);

  private static final String LINES =
      """
      {"messageStart":{"role":"assistant"}}
      {"contentBlockDelta":{"delta":{"text":"Hé 🙂"},"contentBlockIndex":0}}
      {"contentBlockStop":{"contentBlockIndex":0}}
      """;

  @Test
  void eachMessageIsHandedOutAsTheUnionThatItMeans() throws MalformedBody {
    assertThat(String.join("\n", feed(EventStreams.ofLines(LINES), null)) + "\n").isEqualTo(LINES);
  }

  @Test
  void anyCutGivesTheSame() throws MalformedBody {
    byte[] stream = EventStreams.ofLines(LINES);
    List<String> whole = feed(stream, null);
    for (int seed = 0; seed < SEEDS; seed++) {
      assertThat(feed(stream, new Random(seed))).as("seed %d", seed).isEqualTo(whole);
    }
  }

  @Test
  void failuresAreNamedByTheirHeaders() throws MalformedBody {
    byte[] payload = utf8("{\"message\":\"Too many requests\"}");
    byte[] exception =
        EventStreams.message(
            Map.of(":message-type", "exception", ":exception-type", "throttlingException"),
            payload);
    byte[] error =
        EventStreams.message(
            Map.of(":message-type", "error", ":error-code", "Gone", ":error-message", "a \"b\""),
            new byte[0]);
    assertThat(feed(exception, null))
        .containsExactly("{\"throttlingException\":{\"message\":\"Too many requests\"}}");
    assertThat(feed(error, null))
        .containsExactly("{\"GoneException\":{\"message\":\"a \\\"b\\\"\"}}");
  }

  @Test
  void headersOfEveryKindAreSteppedOver() throws IOException, MalformedBody {
    ByteArrayOutputStream headers = new ByteArrayOutputStream();
    byte[] sizes = {0, 0, 1, 2, 4, 8, -1, -1, 8, 16};
    for (int type = 0; type < sizes.length; type++) {
      headers.write(new byte[] {1, 'h', (byte) type});
      if (sizes[type] >= 0) {
        headers.write(new byte[sizes[type]]);
      } else {
        headers.write(new byte[] {0, 2, 'x', 'y'});
      }
    }
    headers.write(11);
    headers.write(utf8(":event-type"));
    headers.write(new byte[] {7, 0, 4});
    headers.write(utf8("ping"));
    assertThat(feed(EventStreams.message(headers.toByteArray(), utf8("{}")), null))
        .containsExactly("{\"ping\":{}}");
  }

  @Test
  void everyDamagedByteBreaksTheStream() throws MalformedBody {
    byte[] stream = EventStreams.event("contentBlockDelta", utf8("{\"delta\":{\"text\":\"a\"}}"));
    for (int i = 0; i < stream.length; i++) {
      byte[] damaged = stream.clone();
      damaged[i] ^= 0x10;
      assertThatThrownBy(() -> feed(damaged, null))
          .as("byte %d", i)
          .isInstanceOf(MalformedBody.class)
          .hasMessageContaining("event stream is broken");
    }
  }

  @Test
  void aPageInPlaceOfAStreamBreaksIt() {
    assertThatThrownBy(() -> feed(utf8("<html><body>Bad gateway</body></html>"), null))
        .isInstanceOf(MalformedBody.class);
  }

  @Test
  void headersThatEndTooEarlyBreakTheStream() throws IOException {
    for (byte[] headers :
        new byte[][] {{5, 'a'}, {1, 'a'}, {1, 'a', 7, 0}, {1, 'a', 7, 0, 9, 'x'}, {1, 'a', 77}}) {
      byte[] message = EventStreams.message(headers, new byte[0]);
      assertThatThrownBy(() -> feed(message, null)).isInstanceOf(MalformedBody.class);
    }
  }

  private static List<String> feed(byte[] stream, @org.jspecify.annotations.Nullable Random random)
      throws MalformedBody {
    List<String> events = new ArrayList<>();
    EventStreamFramer framer = new EventStreamFramer();
    Framer.Handler handler =
        new Framer.Handler() {
          @Override
          public void event(byte[] bytes, int start, int end, byte[] data, int from, int to) {
            events.add(new String(data, from, to - from, StandardCharsets.UTF_8));
          }

          @Override
          public void lateLineFeed() {}
        };
    for (int at = 0; at < stream.length; ) {
      int length =
          random == null ? stream.length : 1 + random.nextInt(Math.min(40, stream.length - at));
      int next = Math.min(stream.length, at + length);
      byte[] piece = new byte[next - at + 5];
      System.arraycopy(stream, at, piece, 2, next - at);
      framer.feed(piece, 2, 2 + next - at, handler);
      java.util.Arrays.fill(piece, (byte) 7);
      at = next;
    }
    return events;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
