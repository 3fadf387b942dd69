package dev.breakwater.wire.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.wire.conversation.AnswerEvent;
import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Reply;
import dev.breakwater.wire.format.AnswerWatch;
import dev.breakwater.wire.format.Asked;
import dev.breakwater.wire.format.Dropped;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.MalformedBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What holds for every conversation; {@code -Dwire.seeds=N} tries more of them. */
class ResponsesPropertyTest {
  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final List<String> FILES =
      List.of(
          "text.responses",
          "own-tools.responses",
          "own-thinking.responses",
          "own-citations.responses");

  private static long[] seeds(long usual) {
    return LongStream.range(0, Long.getLong("wire.seeds", usual)).toArray();
  }

  @Test
  void aRequestThatIsWrittenIsReadBackTheSame() throws Exception {
    for (long seed : seeds(200)) {
      Conversation conversation = new Talk(new Random(seed)).conversation();
      Dropped dropped = new Dropped();
      byte[] request = Events.FORMAT.writeRequest(conversation, "m", seed % 2 == 0, dropped);
      assertThat(Events.FORMAT.readRequest(request)).as("seed %d", seed).isEqualTo(conversation);
      assertThat(dropped.fields()).isEmpty();
    }
  }

  @Test
  void aReplyThatIsWrittenIsReadBackTheSame() throws Exception {
    for (long seed : seeds(200)) {
      Reply reply = new Talk(new Random(seed)).reply();
      byte[] written = Events.FORMAT.writeReply(reply, Asked.of(null));
      assertThat(Events.FORMAT.readReply(written)).as("seed %d", seed).isEqualTo(reply);
      AnswerWatch watch = Events.FORMAT.watch(1);
      watch.look(written, 0, written.length);
      assertThat(watch.isFinished()).isTrue();
      assertThat(watch.finish()).isEqualTo(reply.first().finish());
      assertThat(watch.tokens()).isEqualTo(reply.tokens());
    }
  }

  /** Items come in their order, numbers have no holes, and the last event says it all again. */
  @Test
  void aStreamThatIsWrittenIsTheWholeAnswer() throws Exception {
    for (long seed : seeds(150)) {
      Random random = new Random(seed);
      Reply reply = new Talk(random).reply();
      List<AnswerEvent> events = events(reply, random);
      String stream = Events.write(events, Asked.of(null));
      List<JsonNode> sent = sent(stream);
      for (int i = 0; i < sent.size(); i++) {
        assertThat(sent.get(i).get("sequence_number").asInt()).as("seed %d", seed).isEqualTo(i);
      }
      JsonNode last = sent.getLast().get("response");
      byte[] whole = Events.FORMAT.writeReply(reply, Asked.of(null));
      Reply streamed = Events.FORMAT.readReply(MAPPER.writeValueAsBytes(last));
      Reply written = Events.FORMAT.readReply(whole);
      assertThat(texts(streamed)).as("seed %d", seed).isEqualTo(texts(written));
      assertThat(streamed.first().finish()).isEqualTo(written.first().finish());
      AnswerWatch watch = Events.FORMAT.watch(1);
      for (JsonNode event : sent) {
        byte[] data = MAPPER.writeValueAsBytes(event);
        watch.look(data, 0, data.length);
      }
      assertThat(watch.isFinished() && watch.isEnded()).isTrue();
      assertThat(watch.finish()).isEqualTo(reply.first().finish());
      assertThat(normal(Events.read(Events.utf8(stream), null)))
          .as("seed %d", seed)
          .isEqualTo(normal(events));
    }
  }

  @Test
  void anyCutGivesTheSameEvents() throws Exception {
    for (String file : FILES) {
      byte[] stream = Events.golden("stream-" + file + ".sse");
      List<AnswerEvent> whole = Events.read(stream, null);
      for (long seed : seeds(60)) {
        assertThat(Events.read(stream, new Random(seed))).as("seed %d", seed).isEqualTo(whole);
      }
    }
  }

  @Test
  void garbageIsRefusedAndNothingElseHappens() {
    List<String> json =
        List.of(
            "request-own-tool-results",
            "request-own-image",
            "request-own-thinking",
            "request-own-schema",
            "reply-own-tools",
            "reply-own-logprobs");
    for (long seed : seeds(150)) {
      Random random = new Random(seed);
      for (String name : json) {
        byte[] body = broken(Events.golden(name + ".responses.json"), random);
        attempt(() -> Events.FORMAT.readRequest(body));
        attempt(() -> Events.FORMAT.readReply(body));
        attempt(() -> Events.FORMAT.watch(1).look(body, 0, body.length));
        attempt(() -> KeptRequest.of(body));
        attempt(() -> KeptItem.ofResponse(body));
        attempt(() -> new ResponseStamp("resp_1", null, true, null).whole(body));
        assertThat(Events.FORMAT.withoutForeignThoughts(body)).isNotNull();
        assertThat(Events.FORMAT.passedOn(body, "gpt-5")).isNotNull();
        assertThat(Events.FORMAT.readProblem(500, body).message()).isNotEmpty();
      }
      for (String file : FILES) {
        byte[] stream = broken(Events.golden("stream-" + file + ".sse"), random);
        attempt(() -> Events.read(stream, random));
        attempt(() ->
            new ResponseStamp("resp_1", null, true, null).stream().feed(stream, new ByteSink()));
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

  private static byte[] broken(byte[] original, Random random) {
    byte[] bytes = original.clone();
    for (int change = random.nextInt(5); change >= 0; change--) {
      bytes[random.nextInt(bytes.length)] = bytes[random.nextInt(bytes.length)];
    }
    return bytes;
  }

  private static List<JsonNode> sent(String stream) {
    List<JsonNode> events = new ArrayList<>();
    for (String line : stream.split("\n", -1)) {
      if (line.startsWith("data: ")) {
        events.add(MAPPER.readTree(line.substring(6)));
      }
    }
    return events;
  }

  /** Texts that a stream runs together are one here too; their citations are compared elsewhere. */
  private static List<Part> texts(Reply reply) {
    List<Part> parts = new ArrayList<>();
    for (Part part : reply.first().parts()) {
      Part last = parts.isEmpty() ? null : parts.getLast();
      if (part instanceof Part.Text text && last instanceof Part.Text before) {
        parts.set(parts.size() - 1, new Part.Text(before.text() + text.text()));
      } else if (part instanceof Part.Refusal text && last instanceof Part.Refusal before) {
        parts.set(parts.size() - 1, new Part.Refusal(before.text() + text.text()));
      } else {
        parts.add(part instanceof Part.Text text ? new Part.Text(text.text()) : part);
      }
    }
    return parts;
  }

  /** Says an answer in steps. */
  private static List<AnswerEvent> events(Reply reply, Random random) {
    List<AnswerEvent> events = new ArrayList<>();
    events.add(new AnswerEvent.Started(reply.id(), reply.model()));
    int calls = 0;
    for (Part part : reply.first().parts()) {
      switch (part) {
        case Part.Text text -> {
          events.add(new AnswerEvent.TextDelta(0, text.text()));
          text.citations().forEach(each -> events.add(new AnswerEvent.Cited(0, each)));
        }
        case Part.Refusal refusal -> events.add(new AnswerEvent.RefusalDelta(0, refusal.text()));
        case Part.Thinking thinking -> {
          if (!thinking.text().isEmpty()) {
            events.add(new AnswerEvent.ThinkingDelta(0, thinking.text()));
          }
          if (thinking.signature() != null) {
            events.add(new AnswerEvent.ThinkingSigned(0, thinking.signature()));
          }
        }
        case Part.HiddenThinking hidden ->
            events.add(new AnswerEvent.ThinkingHidden(0, hidden.data()));
        case Part.ToolCall call -> {
          events.add(
              new AnswerEvent.CallStarted(0, calls, call.id(), call.name(), call.signature()));
          int cut = random.nextInt(call.arguments().length());
          if (cut > 0) {
            events.add(new AnswerEvent.CallArguments(0, calls, call.arguments().substring(0, cut)));
          }
          events.add(new AnswerEvent.CallArguments(0, calls, call.arguments().substring(cut)));
          calls++;
        }
        case Part.Attachment attachment -> {}
        case Part.ToolResult result -> {}
        case Part.CachePoint point -> {}
      }
    }
    if (reply.tokens() != null) {
      events.add(new AnswerEvent.Used(reply.tokens()));
    }
    FinishReason finish = reply.first().finish();
    events.add(new AnswerEvent.Finished(0, finish, null));
    events.add(new AnswerEvent.Ended());
    return events;
  }

  private static List<AnswerEvent> normal(List<AnswerEvent> events) {
    return events.stream().filter(event -> !(event instanceof AnswerEvent.Used)).toList();
  }
}
