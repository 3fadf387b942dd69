package dev.breakwater.wire.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.wire.conversation.AnswerEvent;
import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Reply;
import dev.breakwater.wire.format.Asked;
import dev.breakwater.wire.format.Dropped;
import dev.breakwater.wire.format.EventReader;
import dev.breakwater.wire.format.EventWriter;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.MalformedBody;
import dev.breakwater.wire.sse.EventFramer;
import dev.breakwater.wire.sse.Framer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Properties over seeds: {@code -Dwire.seeds=N} asks for more of them. */
class OpenAiIdentityTest {
  private static final int SEEDS = Integer.getInteger("wire.seeds", 500);
  private final OpenAiFormat format = new OpenAiFormat(() -> 1);

  @Test
  void aRequestThatIsWrittenIsReadBackTheSame() throws Exception {
    for (long seed = 0; seed < SEEDS; seed++) {
      boolean thinks = seed % 3 == 0;
      Conversation conversation = new Sayings(seed).conversation(thinks);
      Dropped dropped = new Dropped();
      byte[] body =
          format.writeRequest(conversation, thinks ? "gpt-5.2" : "gpt-4o", seed % 2 == 0, dropped);
      assertThat(format.readRequest(body)).as("seed %d", seed).isEqualTo(conversation);
      assertThat(dropped.fields()).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void anAnswerThatIsWrittenIsReadBackTheSame() throws MalformedBody {
    for (long seed = 0; seed < SEEDS; seed++) {
      Reply reply = new Sayings(seed).reply();
      byte[] body = format.writeReply(reply, Asked.of(null));
      assertThat(format.readReply(body)).as("seed %d", seed).isEqualTo(reply);
    }
  }

  @Test
  void theEventsOfAStreamAreReadBackTheSame() throws MalformedBody {
    for (long seed = 0; seed < SEEDS; seed++) {
      List<AnswerEvent> events = new Sayings(seed).events();
      ByteSink out = new ByteSink();
      EventWriter writer = format.eventWriter(Asked.of(null));
      events.forEach(event -> writer.write(event, out));
      writer.end(out);
      List<AnswerEvent> read = read(out.take());
      assertThat(read.removeLast()).isEqualTo(new AnswerEvent.Ended());
      assertThat(read).as("seed %d", seed).isEqualTo(events);
    }
  }

  @Test
  void garbageIsRefusedAndNothingElseHappens() throws IOException {
    List<Path> goldens;
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/golden"))) {
      goldens = files.filter(file -> file.toString().contains(".openai.")).toList();
    }
    assertThat(goldens).hasSizeGreaterThan(15);
    for (Path golden : goldens) {
      byte[] original = Files.readAllBytes(golden);
      for (long seed = 0; seed < SEEDS / 4; seed++) {
        byte[] broken = broken(original, new Random(seed));
        attempt(() -> format.readRequest(broken));
        attempt(() -> format.readReply(broken));
        attempt(() -> read(broken));
        attempt(() -> new CompletionsFormat(() -> 1).readRequest(broken));
        assertThat(format.withoutForeignThoughts(broken).length).isLessThanOrEqualTo(broken.length);
      }
    }
  }

  private interface Attempt {
    void run() throws MalformedBody;
  }

  private static void attempt(Attempt attempt) {
    try {
      attempt.run();
    } catch (MalformedBody e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  /** Bytes out of place, and whole values: what is valid JSON gets further. */
  private static byte[] broken(byte[] original, Random random) {
    String text = new String(original, StandardCharsets.UTF_8);
    String[] values = {"null", "[]", "{}", "5", "true", "\"x\"", "[null]", "-1e9"};
    for (int change = random.nextInt(3); change >= 0; change--) {
      int colon = text.indexOf(':', random.nextInt(text.length()));
      int end = colon < 0 ? -1 : text.indexOf(',', colon);
      if (end > 0 && random.nextInt(4) > 0) {
        text = text.substring(0, colon + 1) + values[random.nextInt(8)] + text.substring(end);
      } else {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        bytes[random.nextInt(bytes.length)] = bytes[random.nextInt(bytes.length)];
        text = new String(bytes, StandardCharsets.UTF_8);
      }
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private List<AnswerEvent> read(byte[] stream) throws MalformedBody {
    EventReader reader = format.eventReader();
    List<AnswerEvent> events = new ArrayList<>();
    new EventFramer()
        .feed(
            stream,
            0,
            stream.length,
            new Framer.Handler() {
              @Override
              public void event(
                  byte[] bytes, int start, int end, byte[] data, int dataStart, int dataEnd)
                  throws MalformedBody {
                reader.read(data, dataStart, dataEnd, events::add);
              }

              @Override
              public void lateLineFeed() {}
            });
    return events;
  }
}
