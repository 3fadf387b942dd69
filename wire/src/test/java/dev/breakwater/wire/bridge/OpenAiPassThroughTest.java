package dev.breakwater.wire.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiPassThroughTest {
  private static final String ROLE = event("{\"role\":\"assistant\",\"content\":\"\"}", "null");
  private static final String TEXT = event("{\"content\":\"Hé\"}", "null");
  private static final String STOP = event("{}", "\"stop\"");
  private static final String USAGE =
      "data: {\"id\":\"x\",\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":4,"
          + "\"total_tokens\":13,\"prompt_tokens_details\":{\"cached_tokens\":3},"
          + "\"completion_tokens_details\":{\"reasoning_tokens\":2}}}\n\n";
  private static final String DONE = "data: [DONE]\n\n";
  private static final Tokens COUNTS = new Tokens(9, 4, 3, 0, 2, true);

  private final Bridge bridge = new Bridges(() -> 0).between(Protocol.OPENAI, Protocol.OPENAI);

  @Test
  void everyByteIsHandedOnButTheUsageThatNobodyAskedFor() throws MalformedBody {
    AnswerStream stream = stream("");
    assertThat(Streams.feed(stream, ROLE)).isEqualTo(ROLE);
    assertThat(stream.hasContent()).isFalse();
    assertThat(Streams.feed(stream, TEXT)).isEqualTo(TEXT);
    assertThat(stream.hasContent()).isTrue();
    assertThat(stream.textBytes()).isEqualTo(3);
    assertThat(stream.isFinished()).isFalse();
    assertThat(Streams.feed(stream, STOP)).isEqualTo(STOP);
    assertThat(stream.isFinished()).isTrue();
    assertThat(Streams.feed(stream, USAGE)).isEmpty();
    assertThat(stream.tokens()).isEqualTo(COUNTS);
    assertThat(stream.isEnded()).isFalse();
    assertThat(Streams.feed(stream, DONE + ROLE)).isEqualTo(DONE);
    assertThat(stream.isEnded()).isTrue();
    assertThat(ended(stream)).isEmpty();
  }

  @Test
  void theUsageStaysWhereTheClientAskedForIt() throws MalformedBody {
    AnswerStream stream = stream(",\"stream_options\":{\"include_usage\":true}");
    assertThat(Streams.feed(stream, TEXT + STOP + USAGE)).isEqualTo(TEXT + STOP + USAGE);
  }

  @Test
  void usageInOddPlacesIsReadAndKept() throws MalformedBody {
    String odd = STOP.replace("\"choices\"", "\"usage\":{\"prompt_tokens\":1},\"choices\"");
    String filter = "data: {\"choices\":[],\"prompt_filter_results\":[]}\n\n";
    AnswerStream stream = stream("");
    assertThat(Streams.feed(stream, filter + odd)).isEqualTo(filter + odd);
    assertThat(stream.tokens()).isEqualTo(Tokens.reported(1, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.5", "1e9", "\"12\"", "99999999999999999999", "2000000000", "[]"})
  void implausibleCountsAreNone(String count) throws MalformedBody {
    AnswerStream stream = stream("");
    Streams.feed(stream, USAGE.replace("\"prompt_tokens\":9", "\"prompt_tokens\":" + count));
    assertThat(stream.tokens()).isNull();
  }

  @Test
  void aMissingEndMarkerIsAddedOnce() throws MalformedBody {
    AnswerStream stream = stream("");
    Streams.feed(stream, TEXT + STOP);
    assertThat(ended(stream)).isEqualTo(DONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"content\":null}",
        "{\"content\":\"\"}",
        "{\"role\":\"assistant\"}",
        "{}",
        "null",
        "{\"tool_calls\":[]}",
        "{\"refusal\":null}",
        "{\"reasoning_content\":\"Hm\"}",
        "{\"reasoning\":\"Hm\"}"
      })
  void whatSaysNothingIsNoContent(String delta) throws MalformedBody {
    AnswerStream stream = stream("");
    Streams.feed(stream, event(delta, "null"));
    assertThat(stream.hasContent()).isFalse();
    assertThat(stream.hasThinking()).isEqualTo(delta.contains("Hm"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"content\":\"a\"}",
        "{\"tool_calls\":[{\"index\":0}]}",
        "{\"refusal\":\"No\"}",
        "{\"function_call\":{\"name\":\"f\"}}"
      })
  void textCallsAndRefusalsAreContent(String delta) throws MalformedBody {
    AnswerStream stream = stream("");
    Streams.feed(stream, event(delta, "null"));
    assertThat(stream.hasContent()).isTrue();
  }

  @Test
  void everyChoiceThatWasAskedForMustFinish() throws MalformedBody {
    AnswerStream stream = stream(",\"n\":2");
    Streams.feed(stream, STOP);
    assertThat(stream.isFinished()).isFalse();
    Streams.feed(stream, STOP.replace("\"index\":0", "\"index\":1"));
    assertThat(stream.isFinished()).isTrue();
  }

  @Test
  void aServerThatIgnoresTheNumberOfChoicesIsBelievedAtItsEndMarker() throws MalformedBody {
    AnswerStream stream = stream(",\"n\":2");
    Streams.feed(stream, STOP + DONE);
    assertThat(stream.isFinished()).isTrue();
    AnswerStream cut = stream(",\"n\":2");
    Streams.feed(cut, TEXT + STOP.replace("\"index\":0", "\"index\":1") + DONE);
    assertThat(cut.isFinished()).isFalse();
  }

  @Test
  void anErrorInsideTheStreamIsReportedAndNothingOfItHandedOn() throws MalformedBody {
    AnswerStream stream = stream("");
    String error =
        "data: {\"error\":{\"message\":\"Overloaded\",\"type\":\"overloaded_error\",\"code\":null}}\n\n";
    assertThat(Streams.feed(stream, TEXT + error + STOP + DONE)).isEqualTo(TEXT);
    assertThat(stream.isFinished()).isFalse();
    Problem problem = stream.problem();
    assertThat(problem).isEqualTo(Problem.of(Problem.Kind.OVERLOADED, 503, "Overloaded"));
    ByteSink out = new ByteSink();
    stream.fail(java.util.Objects.requireNonNull(problem), out);
    assertThat(out.toString())
        .startsWith("data: {\"error\":{\"message\":\"Overloaded\",")
        .endsWith("}}\n\n")
        .doesNotContain("[DONE]");
  }

  @Test
  void theLateLineFeedOfADroppedEventIsDroppedToo() throws MalformedBody {
    for (String dropped : new String[] {USAGE, "data: {\"error\":{\"message\":\"No\"}}\n\n"}) {
      AnswerStream stream = stream("");
      String text = (TEXT + dropped).replace("\n", "\r\n");
      String before = Streams.feed(stream, text.substring(0, text.length() - 1));
      assertThat(before + Streams.feed(stream, "\n")).isEqualTo(TEXT.replace("\n", "\r\n"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "{",
        "[]",
        "\"text\"",
        "{\"id\":1}",
        "[DONE",
        "{\"choices\":[}",
        "<html>"
      })
  void dataThatIsNoChunkIsABrokenAnswer(String data) throws MalformedBody {
    AnswerStream stream = stream("");
    ByteSink out = new ByteSink();
    byte[] bytes = (TEXT + "data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> stream.feed(bytes, 0, bytes.length, out))
        .isInstanceOf(MalformedBody.class);
    assertThat(out.toString()).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void anyCutGivesTheSameBytesWithAnyLineEnd(String lineEnd) throws MalformedBody {
    String comment = ": ping\n\nevent: x\nid: 7\n: inside\n";
    String several =
        "data: {\"choices\":[{\"index\":0,\ndata:\"delta\":{\"content\":\"two\"}}]}\n\n\n\n";
    String text =
        ("\ufeff" + ROLE + comment + TEXT + several + STOP + USAGE + DONE).replace("\n", lineEnd);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    AnswerStream whole = stream("");
    String expected = Streams.feed(whole, bytes, null);
    assertThat(expected).isEqualTo(text.replace(USAGE.replace("\n", lineEnd), ""));
    assertThat(whole.textBytes()).isEqualTo(6);
    for (long seed = 0; seed < 500; seed++) {
      AnswerStream cut = stream("");
      assertThat(Streams.feed(cut, bytes, new Random(seed)))
          .as("seed %d", seed)
          .isEqualTo(expected);
      assertThat(Streams.seen(cut)).as("seed %d", seed).isEqualTo(Streams.seen(whole));
    }
  }

  @Test
  void onlyWholeEventsAreHandedOn() throws MalformedBody {
    AnswerStream stream = stream("");
    assertThat(Streams.feed(stream, TEXT + STOP.substring(0, STOP.length() - 1))).isEqualTo(TEXT);
    assertThat(stream.isFinished()).isFalse();
    assertThat(Streams.feed(stream, "\n")).isEqualTo(STOP);
  }

  @Test
  void anEventBeyondSixteenMegabytesIsABrokenAnswer() {
    AnswerStream stream = stream("");
    ByteSink out = new ByteSink();
    byte[] megabyte = new byte[1 << 20];
    java.util.Arrays.fill(megabyte, (byte) 'a');
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 18; i++) {
                stream.feed(megabyte, 0, megabyte.length, out);
              }
            })
        .isInstanceOf(MalformedBody.class)
        .hasMessageContaining("16 MB");
    assertThat(out.isEmpty()).isTrue();
  }

  @Test
  void randomGarbageIsPassedOrRefusedButNothingElse() {
    for (long seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = (ROLE + TEXT + STOP + USAGE + DONE).getBytes(StandardCharsets.UTF_8);
      for (int i = random.nextInt(8); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(Streams.feed(stream(""), bytes, random).length())
            .isLessThanOrEqualTo(bytes.length);
      } catch (MalformedBody e) {
        assertThat(e).as("seed %d", seed).hasMessageMatching("(?s).+");
      }
    }
  }

  @Test
  void aWholeAnswerIsHandedOnWithWhatWasSeen() throws MalformedBody {
    byte[] body =
        ("{\"id\":\"x\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hi!\"},"
                + "\"finish_reason\":\"length\"}],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":4,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":3},"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":2}},\"later\":{\"x\":[1]}}")
            .getBytes(StandardCharsets.UTF_8);
    WholeAnswer answer = bridge.whole(Golden.ask(Protocol.OPENAI), body);
    assertThat(answer.body()).isSameAs(body);
    assertThat(answer.finish()).isEqualTo(FinishReason.LENGTH);
    assertThat(answer.tokens()).isEqualTo(COUNTS);
    assertThat(answer.textBytes()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "<html></html>",
        "{}",
        "{\"choices\":[]}",
        "{\"choices\":null}",
        "{\"error\":{\"message\":\"no\"}}",
        "{\"error\":\"no\",\"choices\":[]}",
        "{\"object\":\"error\",\"message\":\"no\",\"code\":400}",
        "[DONE]",
        "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"Hi\"},\"finish_reason\":null}]}",
        "{\"choices\":[{\"index\":0,\"finish_reason\":\"stop\"},{\"index\":1}]}"
      })
  void whatIsNoCompleteAnswerIsABrokenOne(String body) {
    assertThatThrownBy(
            () -> bridge.whole(Golden.ask(Protocol.OPENAI), body.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(MalformedBody.class);
  }

  private AnswerStream stream(String more) {
    try {
      String body = "{\"model\":\"a\",\"stream\":true,\"messages\":[{}]" + more + "}";
      return bridge.stream(Asks.openAiChat(body.getBytes(StandardCharsets.UTF_8)));
    } catch (MalformedBody e) {
      throw new AssertionError(e);
    }
  }

  private static String ended(AnswerStream stream) {
    ByteSink out = new ByteSink();
    stream.end(out);
    return out.toString();
  }

  private static String event(String delta, String finish) {
    return "data: {\"id\":\"x\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
        + "\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"logprobs\":null,\"finish_reason\":"
        + finish
        + "}]}\n\n";
  }
}
