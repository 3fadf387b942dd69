package dev.breakwater.wire.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.breakwater.wire.bedrock.EventStreams;
import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.Dropped;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.format.ProviderFormat;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.MalformedBody;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Anthropic's clients in front of the hosts of Claude: golden files, any cut, and what it costs.
 */
class ClaudeGoldenTest {
  private static final Tokens TOKENS = new Tokens(9, 4, 3, 0, 0, true);
  private static final String CLAUDE = "anthropic.claude-sonnet-4-20250514-v1:0";

  @ParameterizedTest
  @CsvSource({
    "request-text, meta.llama3, ''",
    "request-tools, meta.llama3, parallel_tool_calls",
    "request-tool-results, meta.llama3, ''",
    "request-image, meta.llama3, ''",
    "request-document, meta.llama3, ''",
    "request-thinking, anthropic.claude-sonnet-4-20250514-v1:0, ''",
  })
  void anAnthropicRequestSaysTheSameToBedrock(String name, String model, String dropped)
      throws Exception {
    Ask ask = Asks.anthropicMessages(Golden.json(name, Protocol.ANTHROPIC));
    Outgoing outgoing = bedrock().request(ask, model);
    assertThat(tree(outgoing.body())).isEqualTo(tree(Golden.json(name, Protocol.BEDROCK)));
    assertThat(String.join(",", outgoing.dropped())).isEqualTo(dropped);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "request-tools",
        "request-tool-results",
        "request-image",
        "request-document",
        "request-thinking"
      })
  void anOpenAiRequestSaysTheSameToAnthropic(String name) throws Exception {
    Ask ask = Asks.openAiChat(Golden.json(name, Protocol.OPENAI));
    Outgoing outgoing =
        Golden.BRIDGES.between(Protocol.OPENAI, Protocol.ANTHROPIC).request(ask, "m");
    assertThat(tree(outgoing.body())).isEqualTo(tree(Golden.json(name, Protocol.ANTHROPIC)));
    assertThat(outgoing.dropped()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"request-tools", "request-tool-results", "request-image"})
  void anAnthropicRequestSaysTheSameToOpenAi(String name) throws Exception {
    Ask ask = Asks.anthropicMessages(Golden.json(name, Protocol.ANTHROPIC));
    Outgoing outgoing =
        Golden.BRIDGES.between(Protocol.ANTHROPIC, Protocol.OPENAI).request(ask, "m");
    assertThat(tree(outgoing.body())).isEqualTo(tree(Golden.json(name, Protocol.OPENAI)));
    assertThat(outgoing.dropped()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "reply-tools, ANTHROPIC, OPENAI",
    "reply-tools, OPENAI, ANTHROPIC",
    "reply-thinking, ANTHROPIC, OPENAI",
  })
  void aReplySaysTheSameToTheOthersClients(String name, Protocol provider, Protocol client)
      throws MalformedBody {
    WholeAnswer answer =
        Golden.BRIDGES
            .between(client, provider)
            .whole(Golden.ask(client), Golden.json(name, provider));
    assertThat(tree(unprefixed(text(answer.body()))))
        .isEqualTo(tree(unprefixed(text(Golden.json(name, client)))));
  }

  @ParameterizedTest
  @CsvSource({
    "stream-tools, ANTHROPIC, OPENAI",
    "stream-tools, OPENAI, ANTHROPIC",
    "stream-thinking, ANTHROPIC, OPENAI",
  })
  void aStreamSaysTheSameToTheOthersClients(String name, Protocol provider, Protocol client)
      throws MalformedBody {
    AnswerStream stream =
        Golden.BRIDGES.between(client, provider).stream(Golden.ask(client, streaming(client)));
    String fed = Streams.feed(stream, Golden.stream(name, provider), new Random(1));
    ByteSink end = new ByteSink();
    stream.end(end);
    assertThat(text(unprefixed(fed + end)))
        .isEqualTo(text(unprefixed(text(Golden.stream(name, client)))));
  }

  private static byte[] streaming(Protocol client) {
    String body = text(Golden.json("request-text", client));
    return body.replaceFirst("\\{", "{\"stream\":true,\"stream_options\":{\"include_usage\":true},")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Anthropic's clients know messages by how their ids begin. */
  private static byte[] unprefixed(String answer) {
    return answer.replace("msg_answer-1", "answer-1").getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void thePathNamesTheModelEncoded() throws MalformedBody {
    Ask ask = Asks.anthropicMessages(Golden.json("request-text", Protocol.ANTHROPIC));
    assertThat(bedrock().path(ask, CLAUDE))
        .isEqualTo("/model/anthropic.claude-sonnet-4-20250514-v1%3A0/converse");
  }

  @ParameterizedTest
  @CsvSource({
    "reply-stop, STOP",
    "reply-length, LENGTH",
    "reply-tools, TOOL_CALLS",
    "reply-thinking, STOP"
  })
  void aBedrockReplyIsAMessage(String name, FinishReason finish) throws MalformedBody {
    Ask ask = Asks.anthropicMessages(Golden.json("request-text", Protocol.ANTHROPIC));
    WholeAnswer answer = bedrock().whole(ask, Golden.json(name, Protocol.BEDROCK));
    assertThat(tree(named(text(answer.body()))))
        .isEqualTo(tree(Golden.json(name, Protocol.ANTHROPIC)));
    assertThat(answer.tokens()).isEqualTo(TOKENS);
    assertThat(answer.finish()).isEqualTo(finish);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stream-text", "stream-tools", "stream-thinking"})
  void aBedrockStreamIsAMessageHoweverItIsCut(String name) throws MalformedBody {
    byte[] bytes = stream(name);
    String expected = text(Golden.stream(name, Protocol.ANTHROPIC));
    for (long seed = -1; seed < 60; seed++) {
      AnswerStream stream =
          bedrock().stream(Asks.anthropicMessages(Golden.json("request-text", Protocol.ANTHROPIC)));
      String fed = Streams.feed(stream, bytes, seed < 0 ? null : new Random(seed));
      assertThat(stream.isFinished()).isTrue();
      assertThat(stream.isEnded()).isTrue();
      assertThat(stream.hasContent()).isTrue();
      assertThat(stream.hasThinking()).isEqualTo(name.equals("stream-thinking"));
      assertThat(stream.tokens()).isEqualTo(TOKENS);
      ByteSink end = new ByteSink();
      stream.end(end);
      assertThat(text(named(fed + end))).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @Test
  void aStreamThatEndsBeforeItsStopIsNotFinished() throws MalformedBody {
    byte[] bytes = stream("stream-text");
    AnswerStream stream =
        bedrock().stream(Asks.anthropicMessages(Golden.json("request-text", Protocol.ANTHROPIC)));
    Streams.feed(stream, java.util.Arrays.copyOf(bytes, bytes.length / 3), null);
    assertThat(stream.isFinished()).isFalse();
  }

  @Test
  void aLargeImageCostsTwoCopiesOfItself() throws Exception {
    int size = 10 << 20;
    byte[] body =
        text(Golden.json("request-image", Protocol.ANTHROPIC))
            .replace("iVBORw0KGgo=", "A".repeat(size))
            .getBytes(StandardCharsets.UTF_8);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    byte[] sent = bedrock().request(Asks.anthropicMessages(body), CLAUDE).body();
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(sent.length).isGreaterThan(size);
    assertThat(allocated).isLessThan(size * 22L / 10);
    Conversation conversation = Asks.anthropicMessages(body).conversation();
    before = threads.getCurrentThreadAllocatedBytes();
    ProviderFormat anthropic = Golden.BRIDGES.provider(Protocol.ANTHROPIC);
    sent = anthropic.writeRequest(conversation, "m", false, new Dropped());
    allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(sent.length).isGreaterThan(size);
    assertThat(allocated).isLessThan(size * 22L / 10);
  }

  private static Bridge bedrock() {
    return Golden.BRIDGES.between(Protocol.ANTHROPIC, Protocol.BEDROCK);
  }

  private static byte[] stream(String name) throws MalformedBody {
    return EventStreams.ofLines(text(Golden.read(name, Protocol.BEDROCK, "jsonl")));
  }

  /** With the names that Bedrock's answers do not have. */
  private static byte[] named(String answer) {
    return answer
        .replaceAll("msg_converse-[0-9a-f]+", "msg_answer-1")
        .replace("\"model\":\"m\"", "\"model\":\"model-1\"")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode tree(byte[] json) {
    return JsonMapper.shared().readTree(json);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
