package dev.breakwater.wire.anthropic;

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
import dev.breakwater.wire.sse.Framer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AnthropicPropertiesTest {
  private static final int SEEDS = Integer.getInteger("wire.seeds", 300);
  private final AnthropicFormat format = new AnthropicFormat();

  @Test
  void aRequestIsReadBackAsItWasWritten() throws Exception {
    for (int seed = 0; seed < SEEDS; seed++) {
      for (String model : List.of("claude-opus-4-6", "claude-sonnet-4-5")) {
        boolean adaptive = model.equals("claude-opus-4-6");
        Conversation conversation = new Conversations(seed).conversation(adaptive);
        Dropped dropped = new Dropped();
        byte[] body = format.writeRequest(conversation, model, seed % 2 == 0, dropped);
        assertThat(format.readRequest(body)).as("seed %d, %s", seed, model).isEqualTo(conversation);
        assertThat(dropped.fields()).as("seed %d", seed).isEmpty();
      }
    }
  }

  @Test
  void aReplyIsReadBackAsItWasWritten() throws MalformedBody {
    for (int seed = 0; seed < SEEDS; seed++) {
      Reply reply = new Conversations(seed).reply();
      assertThat(format.readReply(format.writeReply(reply, Asked.of(null))))
          .as("seed %d", seed)
          .isEqualTo(reply);
    }
  }

  @Test
  void aStreamIsReadBackAsItWasWrittenHoweverItIsCut() throws MalformedBody {
    for (int seed = 0; seed < SEEDS; seed++) {
      List<AnswerEvent> events = new Conversations(seed).stream();
      List<AnswerEvent> read = read(written(events), new Random(seed));
      assertThat(withoutCounts(read)).as("seed %d", seed).isEqualTo(withoutCounts(events));
      assertThat(counts(read).getLast()).as("seed %d", seed).isEqualTo(counts(events).getLast());
    }
  }

  @Test
  void garbageIsRefusedAndNothingElseHappens() throws Exception {
    int refused = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      Conversations some = new Conversations(seed);
      byte[] request =
          broken(
              format.writeRequest(some.conversation(true), "claude-opus-4-6", true, new Dropped()),
              random);
      byte[] reply = broken(format.writeReply(some.reply(), Asked.of(null)), random);
      byte[] stream = broken(written(some.stream()), random);
      refused += attempt(() -> format.readRequest(request));
      refused += attempt(() -> format.readReply(reply));
      refused += attempt(() -> format.watch(1).look(reply, 0, reply.length));
      refused += attempt(() -> read(stream, random));
      assertThat(format.withoutForeignThoughts(request)).isNotEmpty();
      assertThat(format.readProblem(500, reply).message()).isNotEmpty();
    }
    assertThat(refused).isPositive();
  }

  private interface Attempt {
    void run() throws MalformedBody;
  }

  private static int attempt(Attempt attempt) {
    try {
      attempt.run();
      return 0;
    } catch (MalformedBody e) {
      assertThat(e.getMessage()).isNotEmpty();
      return 1;
    }
  }

  static byte[] broken(byte[] original, Random random) {
    byte[] bytes = original.clone();
    for (int change = random.nextInt(5); change >= 0; change--) {
      bytes[random.nextInt(bytes.length)] = bytes[random.nextInt(bytes.length)];
    }
    return bytes;
  }

  private byte[] written(List<AnswerEvent> events) {
    ByteSink out = new ByteSink();
    EventWriter writer = format.eventWriter(Asked.of(null));
    events.forEach(event -> writer.write(event, out));
    writer.end(out);
    return out.take();
  }

  private List<AnswerEvent> read(byte[] stream, Random random) throws MalformedBody {
    List<AnswerEvent> events = new ArrayList<>();
    EventReader reader = format.eventReader();
    Framer framer = format.framer();
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
    for (int at = 0; at < stream.length; ) {
      int next = Math.min(stream.length, at + 1 + random.nextInt(50));
      framer.feed(stream, at, next, handler);
      at = next;
    }
    return events;
  }

  private static List<AnswerEvent> withoutCounts(List<AnswerEvent> events) {
    return events.stream().filter(event -> !(event instanceof AnswerEvent.Used)).toList();
  }

  private static List<AnswerEvent> counts(List<AnswerEvent> events) {
    return events.stream().filter(AnswerEvent.Used.class::isInstance).toList();
  }

  @Test
  void theGeneratorSaysEverythingThatItIsMeantTo() {
    boolean interleaved = false;
    boolean thinking = false;
    for (int seed = 0; seed < SEEDS; seed++) {
      Conversation conversation = new Conversations(seed).conversation(false);
      thinking |= conversation.reasoning() != null && conversation.reasoning().isOn();
      int last = -1;
      for (AnswerEvent event : new Conversations(seed).stream()) {
        if (event instanceof AnswerEvent.CallArguments arguments) {
          interleaved |= arguments.call() < last;
          last = Math.max(last, arguments.call());
        }
      }
    }
    assertThat(interleaved).isTrue();
    assertThat(thinking).isTrue();
    assertThat(Objects.requireNonNull(new Conversations(1).reply().tokens()).reported()).isTrue();
  }
}
