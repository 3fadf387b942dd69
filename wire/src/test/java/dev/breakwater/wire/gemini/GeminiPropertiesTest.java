package dev.breakwater.wire.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.breakwater.wire.conversation.AnswerEvent;
import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.conversation.Reply;
import dev.breakwater.wire.format.Asked;
import dev.breakwater.wire.format.Dropped;
import dev.breakwater.wire.format.EventReader;
import dev.breakwater.wire.format.EventWriter;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.MalformedBody;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiPropertiesTest {
  private static final long SEEDS = Long.getLong("wire.seeds", 400);
  private final GeminiFormat format = new GeminiFormat();

  @ParameterizedTest
  @ValueSource(strings = {"gemini-2.5-flash", "models/gemini-3-flash-preview"})
  void aRequestThatIsWrittenIsReadBackTheSame(String model) throws Exception {
    for (long seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      Conversation conversation = new Conversations(random, model.contains("-3-")).conversation();
      Dropped dropped = new Dropped();
      byte[] request = format.writeRequest(conversation, model, false, dropped);
      assertThat(format.readRequest(request))
          .as("seed %d: %s", seed, new String(request, StandardCharsets.UTF_8))
          .isEqualTo(conversation);
      assertThat(dropped.fields()).isEmpty();
    }
  }

  @Test
  void anAnswerThatIsWrittenIsReadBackTheSame() throws MalformedBody {
    for (long seed = 0; seed < SEEDS; seed++) {
      Reply reply = new Conversations(new Random(seed), false).reply();
      byte[] written = format.writeReply(reply, Asked.of(null));
      assertThat(format.readReply(written))
          .as("seed %d: %s", seed, new String(written, StandardCharsets.UTF_8))
          .isEqualTo(reply);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stream-text", "stream-thinking"})
  void aStreamThatIsReadIsWrittenBackTheSame(String name) throws Exception {
    String sent = new String(resource(name + ".gemini.sse"), StandardCharsets.UTF_8);
    EventReader reader = format.eventReader();
    EventWriter writer = format.eventWriter(Asked.of(null));
    ByteSink out = new ByteSink();
    for (String event : sent.split("\r\n\r\n", -1)) {
      if (!event.isEmpty()) {
        byte[] data = event.substring("data: ".length()).getBytes(StandardCharsets.UTF_8);
        reader.read(data, 0, data.length, step -> writer.write(step, out));
      }
    }
    writer.end(out);
    assertThat(out.toString()).isEqualTo(sent);
  }

  @Test
  void fragmentsOfCallsMayBeMixedAndCutAnywhere() {
    EventWriter writer = format.eventWriter(Asked.of(null));
    ByteSink out = new ByteSink();
    writer.write(new AnswerEvent.CallStarted(0, 0, "a", "f", null), out);
    writer.write(new AnswerEvent.CallArguments(0, 0, "{\"x\""), out);
    writer.write(new AnswerEvent.CallStarted(0, 1, "b", "g", null), out);
    writer.write(new AnswerEvent.CallArguments(0, 1, "{"), out);
    writer.write(new AnswerEvent.CallArguments(0, 0, ":1}"), out);
    writer.write(new AnswerEvent.CallArguments(0, 1, "}"), out);
    assertThat(out.isEmpty()).isTrue();
    writer.write(new AnswerEvent.Finished(0, FinishReason.TOOL_CALLS, null), out);
    assertThat(out.toString())
        .contains(
            "{\"functionCall\":{\"id\":\"a\",\"name\":\"f\",\"args\":{\"x\":1}},"
                + "\"thoughtSignature\":\"skip/thought/signature/validator\"},"
                + "{\"functionCall\":{\"id\":\"b\",\"name\":\"g\",\"args\":{}}}");
  }

  @Test
  void aLargePictureIsCopiedTwiceAtMost() throws Exception {
    byte[] picture = new byte[8 << 20];
    Arrays.fill(picture, (byte) 'A');
    String head =
        "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"";
    ByteSink body = new ByteSink(picture.length + 512);
    body.write(head).write(picture).write("\"}}]}]}");
    byte[] received = body.take();
    // What loading classes takes is none of the picture's.
    translate("{\"contents\":[{\"parts\":[{\"text\":\"a\"}]}]}".getBytes(StandardCharsets.UTF_8));
    long before = allocated();
    byte[] sent = translate(received);
    long taken = allocated() - before;
    assertThat(sent).hasSizeBetween(picture.length, picture.length + 512);
    assertThat(taken).isBetween((long) picture.length, (long) (2.2 * picture.length));
  }

  private byte[] translate(byte[] received) throws Exception {
    return format.writeRequest(format.readRequest(received), "m", false, new Dropped());
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(GeminiPropertiesTest.class.getResourceAsStream("/golden/" + name))) {
      return in.readAllBytes();
    }
  }
}
