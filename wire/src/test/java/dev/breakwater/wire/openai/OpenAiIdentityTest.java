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
import java.util.ArrayList;
import java.util.List;
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
