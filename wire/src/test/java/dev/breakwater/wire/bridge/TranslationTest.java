package dev.breakwater.wire.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Extras;
import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.conversation.Generation;
import dev.breakwater.wire.conversation.OutputFormat;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Reply;
import dev.breakwater.wire.conversation.Role;
import dev.breakwater.wire.conversation.Sampling;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.conversation.Toolbox;
import dev.breakwater.wire.conversation.Turn;
import dev.breakwater.wire.format.Asked;
import dev.breakwater.wire.format.Dropped;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.format.WireFormat;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

class TranslationTest {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  /** The protocols that have stop sequences, which stand in the requests of these tests. */
  static List<Protocol> stopping() {
    return Golden.both().stream().filter(it -> it != Protocol.RESPONSES).toList();
  }

  static Stream<Arguments> stoppingPairs() {
    return Golden.pairs().filter(it -> !List.of(it.get()).contains(Protocol.RESPONSES));
  }

  @ParameterizedTest
  @MethodSource("stoppingPairs")
  void aRequestSaysTheSameInEveryProtocol(Protocol from, Protocol to) throws Exception {
    byte[] sent = bridge(from, to).request(Golden.ask(from), "m").body();
    assertSame(sent, Golden.json("request-text", to));
  }

  @ParameterizedTest
  @MethodSource("stopping")
  void whatAProviderDemandsIsMadeOfWhatOpenAiAllows(Protocol to) throws Exception {
    Ask ask = Asks.openAiChat(Golden.json("request-odd", Protocol.OPENAI));
    if (to == Protocol.OPENAI) {
      assertThat(bridge(to, to).request(ask, "x").body()).isSameAs(ask.body());
      return;
    }
    assertSame(
        bridge(Protocol.OPENAI, to).request(ask, "m").body(), Golden.json("request-odd", to));
  }

  @ParameterizedTest
  @MethodSource("dev.breakwater.wire.bridge.Golden#pairs")
  void aWholeAnswerSaysTheSameInEveryProtocol(Protocol client, Protocol provider)
      throws MalformedBody {
    for (String name : List.of("reply-stop", "reply-length")) {
      WholeAnswer answer =
          bridge(client, provider).whole(Golden.ask(client), Golden.json(name, provider));
      assertSame(answer.body(), Golden.json(name, client));
      assertThat(answer.tokens()).isEqualTo(new Tokens(9, 4, 3, 0, 0, true));
      assertThat(answer.finish())
          .isEqualTo(name.endsWith("stop") ? FinishReason.STOP : FinishReason.LENGTH);
      assertThat(answer.textBytes()).isEqualTo(8);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.breakwater.wire.bridge.Golden#pairs")
  void aStreamSaysTheSameInEveryProtocolHoweverItIsCut(Protocol client, Protocol provider)
      throws MalformedBody {
    byte[] bytes = Golden.stream("stream-text", provider);
    String expected = new String(Golden.stream("stream-text", client), StandardCharsets.UTF_8);
    for (long seed = -1; seed < 100; seed++) {
      AnswerStream stream = bridge(client, provider).stream(asksForUsage(client));
      ByteSink end = new ByteSink();
      String fed = Streams.feed(stream, bytes, seed < 0 ? null : new Random(seed));
      assertThat(stream.isFinished()).isTrue();
      stream.end(end);
      assertThat(unprefixed(fed + end)).as("seed %d", seed).isEqualTo(unprefixed(expected));
      assertThat(stream.hasContent()).isTrue();
      assertThat(stream.problem()).isNull();
      assertThat(stream.tokens()).isEqualTo(new Tokens(9, 4, 3, 0, 0, true));
    }
  }

  @ParameterizedTest
  @MethodSource("dev.breakwater.wire.bridge.Golden#pairs")
  void aStreamCutBeforeItsFinishReasonIsNotFinished(Protocol client, Protocol provider)
      throws MalformedBody {
    String whole = new String(Golden.stream("stream-text", provider), StandardCharsets.UTF_8);
    int finish =
        whole.indexOf(
            switch (provider) {
              case OPENAI, COMPLETIONS -> "\"length\"";
              case RESPONSES -> "event: response.incomplete";
              case ANTHROPIC -> "event: message_delta";
              case GEMINI -> "\"finishReason\"";
              default -> throw new AssertionError("no stream of " + provider);
            });
    AnswerStream stream = bridge(client, provider).stream(asksForUsage(client));
    Streams.feed(stream, whole.substring(0, finish));
    assertThat(stream.hasContent()).isTrue();
    assertThat(stream.isFinished()).isFalse();
    ByteSink out = new ByteSink();
    stream.fail(Problem.of(Problem.Kind.UPSTREAM, 502, "The provider's stream was cut"), out);
    String error = out.toString();
    assertThat(error).contains("was cut").doesNotContain("[DONE]", "message_stop", "finishReason");
    assertThat(error)
        .startsWith(
            switch (client) {
              case OPENAI, COMPLETIONS -> "data: {\"error\":{\"message\":";
              case RESPONSES -> "event: error\ndata: {\"type\":\"error\",\"sequence_number\":";
              case ANTHROPIC -> "event: error\ndata: {\"type\":\"error\",\"error\":{";
              case GEMINI -> "data: {\"error\":{\"code\":502,";
              case GENERATE -> "event: error\ndata: {\"type\":\"about:blank\",";
              default -> throw new AssertionError("no stream of " + client);
            });
  }

  @ParameterizedTest
  @MethodSource("stopping")
  void whatIsWrittenIsReadBackTheSame(Protocol protocol) throws Exception {
    WireFormat format = Golden.format(protocol);
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      Conversation conversation = conversation(protocol, random);
      byte[] request = format.writeRequest(conversation, "m", random.nextBoolean(), new Dropped());
      assertThat(format.readRequest(request)).as("seed %d", seed).isEqualTo(conversation);
      Reply reply = reply(protocol, random);
      assertThat(format.readReply(format.writeReply(reply, Asked.of(null))))
          .as("seed %d", seed)
          .isEqualTo(reply);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.breakwater.wire.bridge.Golden#both")
  void garbageIsRefusedAndNothingElseHappens(Protocol protocol) {
    WireFormat format = Golden.format(protocol);
    for (long seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      byte[] request = broken(Golden.json("request-text", protocol), random);
      byte[] reply = broken(Golden.json("reply-stop", protocol), random);
      byte[] stream = broken(Golden.stream("stream-text", protocol), random);
      attempt(() -> format.readRequest(request));
      attempt(() -> format.readReply(reply));
      for (Protocol client : Golden.clients()) {
        attempt(() -> Golden.BRIDGES.between(client, protocol).whole(Golden.ask(client), reply));
        attempt(() ->
            Streams.feed(
                Golden.BRIDGES.between(client, protocol).stream(asksForUsage(client)),
                stream,
                random));
      }
      assertThat(format.readProblem(500, reply).message()).isNotEmpty();
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

  private static Conversation conversation(Protocol protocol, Random random) {
    boolean anthropic = protocol == Protocol.ANTHROPIC;
    boolean openAi = protocol == Protocol.OPENAI;
    List<Part> system = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      system.add(new Part.Text(text(random)));
    }
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(6); i++) {
      List<Part> parts = new ArrayList<>();
      for (int part = random.nextInt(3); part >= 0; part--) {
        parts.add(new Part.Text(text(random)));
      }
      turns.add(new Turn(i % 2 == 0 ? Role.USER : Role.ASSISTANT, parts));
    }
    Sampling sampling =
        new Sampling(
            random.nextBoolean() ? null : random.nextInt(11) / 10.0,
            random.nextBoolean() ? null : random.nextInt(11) / 10.0,
            openAi || random.nextBoolean() ? null : 1L + random.nextInt(50),
            anthropic || random.nextBoolean() ? null : random.nextInt(5) - 2.0,
            anthropic || random.nextBoolean() ? null : random.nextInt(5) - 2.0,
            anthropic || random.nextBoolean() ? null : (long) random.nextInt());
    return new Conversation(
        system,
        turns,
        Toolbox.NONE,
        new OutputFormat.Plain(),
        new Generation(
            sampling,
            anthropic || random.nextBoolean() ? 1L + random.nextInt(9999) : null,
            random.nextBoolean() ? List.of() : List.of(text(random), text(random))),
        null,
        protocol == Protocol.GEMINI || random.nextBoolean() ? null : text(random),
        Extras.none(protocol.vendor()));
  }

  private static Reply reply(Protocol protocol, Random random) {
    FinishReason[] reasons = {FinishReason.STOP, FinishReason.LENGTH};
    return new Reply(
        (protocol == Protocol.ANTHROPIC ? "msg_" : "id-") + random.nextInt(),
        "model-" + random.nextInt(9),
        List.of(
            new Reply.Choice(
                List.of(new Part.Text(text(random))), reasons[random.nextInt(2)], null)),
        new Tokens(10L + random.nextInt(90), random.nextInt(9), random.nextInt(10), 0, 0, true));
  }

  private static String text(Random random) {
    String[] pieces = {"a", "é", "日", "🙂", "\"", "\\", "\n", "\u0001", " ", "data: ", "\u2028"};
    StringBuilder text = new StringBuilder("x");
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(pieces[random.nextInt(pieces.length)]);
    }
    return text.append('y').toString();
  }

  private static Ask asksForUsage(Protocol client) {
    String usage =
        "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"stream\":true,\"stream_options\":{\"include_usage\":true}}";
    try {
      return client == Protocol.OPENAI
          ? Asks.openAiChat(usage.getBytes(StandardCharsets.UTF_8))
          : Golden.ask(client);
    } catch (MalformedBody e) {
      throw new AssertionError(e);
    }
  }

  private static Bridge bridge(Protocol client, Protocol provider) {
    return Golden.BRIDGES.between(client, provider);
  }

  private static void assertSame(byte[] actual, byte[] expected) {
    assertThat(MAPPER.readTree(unprefixed(new String(actual, StandardCharsets.UTF_8))))
        .isEqualTo(MAPPER.readTree(unprefixed(new String(expected, StandardCharsets.UTF_8))));
  }

  /** Anthropic's clients know messages by how their ids begin. */
  private static String unprefixed(String answer) {
    return answer.replaceAll("(msg_)+answer-1", "answer-1");
  }
}
