package dev.breakwater.wire.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.wire.format.AnswerAssembly;
import dev.breakwater.wire.format.Asked.Framing;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/** A stream that is gathered is the whole answer that the provider would have given. */
class GatheredTest {
  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectNode tree(byte[] body) {
    try {
      return Json.object(body).node();
    } catch (MalformedBody e) {
      throw new AssertionError(e);
    }
  }

  /** The golden streams of a protocol, each with the answer that says the same. */
  static Stream<Arguments> goldens() {
    return Golden.both().stream()
        .flatMap(provider ->
            Stream.of(
                    Arguments.of(provider, "stream-text", "reply-stop"),
                    Arguments.of(provider, "stream-tools", "reply-tools"),
                    Arguments.of(provider, "stream-thinking", "reply-thinking"))
                .filter(it ->
                    Golden.has(String.valueOf(it.get()[1]), provider, "sse")
                        && Golden.has(String.valueOf(it.get()[2]), provider, "json")));
  }

  private static GatheredStream gathered(Ask ask, Protocol provider) {
    return Golden.BRIDGES.between(ask, provider).gathered(ask);
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void aGatheredStreamIsTheWholeAnswerWhereverItIsCut(Protocol provider, String name, String whole)
      throws MalformedBody {
    for (int seed = 0; seed < 30; seed++) {
      GatheredStream stream = gathered(Golden.ask(Protocol.OPENAI), provider);
      String sent = Streams.feed(stream, Golden.stream(name, provider), new Random(seed));
      assertThat(sent).isEmpty();
      assertThat(stream.isFinished()).isTrue();
      assertThat(tree(stream.body()))
          .as("seed %d", seed)
          .isEqualTo(tree(Golden.json(whole, provider)));
    }
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void everyClientGetsOfItWhatItGetsOfTheWholeAnswer(Protocol provider, String name, String whole)
      throws MalformedBody {
    for (Protocol client : Golden.clients()) {
      Ask ask = Golden.ask(client);
      Bridge bridge = Golden.BRIDGES.between(ask, provider);
      GatheredStream stream = bridge.gathered(ask);
      Streams.feed(stream, Golden.stream(name, provider), null);
      WholeAnswer fromStream = bridge.whole(ask, stream.body());
      WholeAnswer plain = bridge.whole(ask, Golden.json(whole, provider));
      assertThat(tree(fromStream.body())).as("to %s", client).isEqualTo(tree(plain.body()));
      assertThat(fromStream.tokens()).isEqualTo(plain.tokens());
      assertThat(fromStream.finish()).isEqualTo(plain.finish());
    }
  }

  private static ObjectNode assembled(Protocol provider, String... events) throws MalformedBody {
    AnswerAssembly assembly = Golden.BRIDGES.provider(provider).assembly();
    for (String event : events) {
      byte[] data = utf8("##" + event + "##");
      assembly.add(data, 2, data.length - 2);
      java.util.Arrays.fill(data, (byte) '#');
    }
    return tree(assembly.whole());
  }

  private static ObjectNode json(String text) {
    return tree(utf8(text));
  }

  @Test
  void unknownFieldsOfChunksChoicesAndMessagesRideAlong() throws MalformedBody {
    assertThat(
            assembled(
                Protocol.OPENAI,
                """
                {"id":"","choices":[],"model":"","prompt_filter_results":[{"a":1}]}\
                """,
                """
                {"id":"c","object":"chat.completion.chunk","created":5,"model":"m","service_tier":"flex","system_fingerprint":"fp","choices":[{"index":1,"delta":{"role":"assistant","content":"B"},"logprobs":null,"finish_reason":null},{"index":0,"delta":{"role":"assistant","content":"","refusal":null,"a_later_field":"x"},"logprobs":{"content":[{"token":"A","logprob":-0.5}],"refusal":null},"finish_reason":null}]}\
                """,
                """
                {"id":"c","object":"chat.completion.chunk","created":6,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"A","annotations":[{"type":"url_citation","n":1}]},"finish_reason":null}]}\
                """,
                """
                {"id":"c","choices":[{"index":0,"delta":{"content":"a","a_later_field":"y","annotations":[{"type":"url_citation","n":2}]},"logprobs":{"content":[{"token":"a","logprob":-0.25}]},"finish_reason":"stop","stop_reason":"END","content_filter_results":{"hate":{"filtered":false}}},{"index":1,"delta":{},"finish_reason":"length"}]}\
                """,
                """
                {"id":"c","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}\
                """,
                "[DONE]"))
        .isEqualTo(
            json(
                """
                {"id":"c","object":"chat.completion","created":5,"model":"m","service_tier":"flex","system_fingerprint":"fp","prompt_filter_results":[{"a":1}],"choices":[{"index":0,"message":{"role":"assistant","content":"Aa","refusal":null,"a_later_field":"xy","annotations":[{"type":"url_citation","n":1},{"type":"url_citation","n":2}]},"logprobs":{"content":[{"token":"A","logprob":-0.5},{"token":"a","logprob":-0.25}],"refusal":null},"finish_reason":"stop","stop_reason":"END","content_filter_results":{"hate":{"filtered":false}}},{"index":1,"message":{"role":"assistant","content":"B","refusal":null},"logprobs":null,"finish_reason":"length"}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}\
                """));
  }

  @Test
  void callsAreToldApartAsServersNumberThem() throws MalformedBody {
    ObjectNode whole =
        assembled(
            Protocol.OPENAI,
            """
            {"id":"c","choices":[{"index":0,"delta":{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""}}]}}]}\
            """,
            """
            {"id":"c","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"{\\"x\\":"}}]}}]}\
            """,
            """
            {"id":"c","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"1}"}}]}}]}\
            """,
            """
            {"id":"c","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"b","type":"function","function":{"name":"g"}}]},"finish_reason":"tool_calls"}]}\
            """);
    assertThat(whole.path("choices").get(0).path("message"))
        .isEqualTo(
            json(
                """
                {"role":"assistant","content":null,"refusal":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{\\"x\\":1}"}},{"id":"b","type":"function","function":{"name":"g","arguments":""}}]}\
                """));
  }

  @Test
  void thoughtsInPiecesAndTextsBecomeOneListAsMistralHasIt() throws MalformedBody {
    ObjectNode whole =
        assembled(
            Protocol.OPENAI,
            """
            {"id":"c","choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}\
            """,
            """
            {"id":"c","choices":[{"index":0,"delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"Hm"}]}]}}]}\
            """,
            """
            {"id":"c","choices":[{"index":0,"delta":{"content":"Tw"}}]}\
            """,
            """
            {"id":"c","choices":[{"index":0,"delta":{"content":"o."},"finish_reason":"stop"}]}\
            """);
    assertThat(whole.path("choices").get(0).path("message").path("content"))
        .isEqualTo(
            json("""
            {"c":[{"type":"thinking","thinking":[{"type":"text","text":"Hm"}]},{"type":"text","text":"Two."}]}\
            """)
                .get("c"));
  }

  @Test
  void thoughtsOfOpenRouterGrowByTheirIndex() throws MalformedBody {
    ObjectNode whole =
        assembled(
            Protocol.OPENAI,
            """
            {"id":"c","choices":[{"index":0,"delta":{"role":"assistant","reasoning":"Hm","reasoning_details":[{"type":"reasoning.text","text":"Hm","format":"anthropic-claude-v1","index":0}]}}]}\
            """,
            """
            {"id":"c","choices":[{"index":0,"delta":{"reasoning":"!","reasoning_details":[{"type":"reasoning.text","text":"!","format":"anthropic-claude-v1","index":0}]}}]}\
            """,
            """
            {"id":"c","choices":[{"index":0,"delta":{"content":"","reasoning_details":[{"type":"reasoning.text","signature":"sig","format":"anthropic-claude-v1","index":0}]}}]}\
            """,
            """
            {"id":"c","choices":[{"index":0,"delta":{"content":"Two."},"finish_reason":"stop"}]}\
            """);
    assertThat(whole.path("choices").get(0).path("message"))
        .isEqualTo(
            json(
                """
                {"role":"assistant","content":"Two.","refusal":null,"reasoning":"Hm!","reasoning_details":[{"type":"reasoning.text","text":"Hm!","format":"anthropic-claude-v1","index":0,"signature":"sig"}]}\
                """));
  }

  @Test
  void aMessagesBlocksKeepWhatTheirEventsSay() throws MalformedBody {
    assertThat(
            assembled(
                Protocol.ANTHROPIC,
                """
                {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","content":[],"model":"m","stop_reason":null,"stop_sequence":null,"a_later_field":7,"usage":{"input_tokens":9,"output_tokens":1,"service_tier":"standard"}}}\
                """,
                "{\"type\":\"ping\"}",
                """
                {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}\
                """,
                """
                {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm"}}\
                """,
                """
                {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"sig"}}\
                """,
                """
                {"type":"content_block_start","index":1,"content_block":{"type":"text","text":"","citations":null}}\
                """,
                """
                {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Hé"}}\
                """,
                """
                {"type":"content_block_delta","index":1,"delta":{"type":"citations_delta","citation":{"type":"char_location","cited_text":"x"}}}\
                """,
                """
                {"type":"content_block_start","index":2,"content_block":{"type":"server_tool_use","id":"srv","name":"web_search","input":{}}}\
                """,
                """
                {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\\"query\\":"}}\
                """,
                """
                {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"\\"y\\"}"}}\
                """,
                """
                {"type":"content_block_start","index":3,"content_block":{"type":"tool_use","id":"t","name":"f","input":{}}}\
                """,
                """
                {"type":"content_block_stop","index":3}\
                """,
                """
                {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":15,"input_tokens":null},"context_management":{"applied_edits":[]}}\
                """,
                "{\"type\":\"message_stop\"}"))
        .isEqualTo(
            json(
                """
                {"id":"msg_1","type":"message","role":"assistant","content":[{"type":"thinking","thinking":"Hm","signature":"sig"},{"type":"text","text":"Hé","citations":[{"type":"char_location","cited_text":"x"}]},{"type":"server_tool_use","id":"srv","name":"web_search","input":{"query":"y"}},{"type":"tool_use","id":"t","name":"f","input":{}}],"model":"m","stop_reason":"tool_use","stop_sequence":null,"a_later_field":7,"usage":{"input_tokens":9,"output_tokens":15,"service_tier":"standard"},"context_management":{"applied_edits":[]}}\
                """));
  }

  @Test
  void candidatesPartsFollowOneAnotherUpToTheirSignatures() throws MalformedBody {
    assertThat(
            assembled(
                Protocol.GEMINI,
                """
                {"candidates":[{"content":{"parts":[{"text":"Hm","thought":true}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":8},"responseId":"r"}\
                """,
                """
                {"candidates":[{"content":{"parts":[{"text":"H"}],"role":"model"},"index":0,"logprobsResult":{"chosenCandidates":[{"token":"H"}]},"citationMetadata":{"citationSources":[{"uri":"a"}]}},{"content":{"parts":[{"text":"B"}],"role":"model"},"index":1,"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":8,"candidatesTokenCount":1}}\
                """,
                """
                {"candidates":[{"content":{"parts":[{"text":"é"},{"text":"","thoughtSignature":"s"},{"text":"!"},{"functionCall":{"name":"f","args":{}}}],"role":"model"},"index":0,"finishReason":"STOP","safetyRatings":[{"x":1}],"logprobsResult":{"chosenCandidates":[{"token":"é"}]},"citationMetadata":{"citationSources":[{"uri":"b"}]}}],"usageMetadata":{"promptTokenCount":8,"candidatesTokenCount":2,"totalTokenCount":10},"modelVersion":"m","a_later_field":1}\
                """))
        .isEqualTo(
            json(
                """
                {"candidates":[{"content":{"parts":[{"text":"Hm","thought":true},{"text":"Hé","thoughtSignature":"s"},{"text":"!"},{"functionCall":{"name":"f","args":{}}}],"role":"model"},"index":0,"finishReason":"STOP","safetyRatings":[{"x":1}],"logprobsResult":{"chosenCandidates":[{"token":"H"},{"token":"é"}]},"citationMetadata":{"citationSources":[{"uri":"a"},{"uri":"b"}]}},{"content":{"parts":[{"text":"B"}],"role":"model"},"index":1,"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":8,"candidatesTokenCount":2,"totalTokenCount":10},"responseId":"r","modelVersion":"m","a_later_field":1}\
                """));
  }

  @Test
  void aBlockedPromptStaysAnAnswerWithoutCandidates() throws MalformedBody {
    String blocked = "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"},\"responseId\":\"r\"}";
    assertThat(assembled(Protocol.GEMINI, blocked)).isEqualTo(json(blocked));
  }

  @Test
  void aResponseIsTheOneOfItsLastEvent() throws MalformedBody {
    String item = "{\"id\":\"msg_1\",\"type\":\"message\",\"content\":[]}";
    String added =
        "{\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":" + item + "}";
    assertThat(
            assembled(
                Protocol.RESPONSES,
                added,
                "{\"type\":\"response.completed\",\"response\":{\"id\":\"r\",\"output\":[],\"x\":1}}"))
        .isEqualTo(json("{\"id\":\"r\",\"output\":[" + item + "],\"x\":1}"));
    assertThatThrownBy(() -> assembled(Protocol.RESPONSES, added))
        .isInstanceOf(MalformedBody.class);
  }

  @Test
  void aConverseStreamBecomesItsAnswer() throws MalformedBody {
    assertThat(
            assembled(
                Protocol.BEDROCK,
                "{\"messageStart\":{\"role\":\"assistant\"}}",
                """
                {"contentBlockDelta":{"contentBlockIndex":0,"delta":{"reasoningContent":{"text":"Hm"}}}}\
                """,
                """
                {"contentBlockDelta":{"contentBlockIndex":0,"delta":{"reasoningContent":{"signature":"sig"}}}}\
                """,
                """
                {"contentBlockDelta":{"contentBlockIndex":1,"delta":{"reasoningContent":{"redactedContent":"xyz"}}}}\
                """,
                """
                {"contentBlockDelta":{"contentBlockIndex":2,"delta":{"text":"Hé"}}}\
                """,
                """
                {"contentBlockDelta":{"contentBlockIndex":2,"delta":{"text":"!"}}}\
                """,
                """
                {"contentBlockDelta":{"contentBlockIndex":3,"delta":{"text":"So"}}}\
                """,
                """
                {"contentBlockDelta":{"contentBlockIndex":3,"delta":{"citation":{"title":"T"}}}}\
                """,
                """
                {"contentBlockStart":{"contentBlockIndex":4,"start":{"toolUse":{"toolUseId":"t","name":"f"}}}}\
                """,
                """
                {"contentBlockDelta":{"contentBlockIndex":4,"delta":{"toolUse":{"input":"{\\"x\\":"}}}}\
                """,
                """
                {"contentBlockDelta":{"contentBlockIndex":4,"delta":{"toolUse":{"input":"1}"}}}}\
                """,
                "{\"contentBlockStop\":{\"contentBlockIndex\":4}}",
                "{\"messageStop\":{\"stopReason\":\"tool_use\"}}",
                """
                {"metadata":{"usage":{"inputTokens":1,"outputTokens":2},"metrics":{"latencyMs":5}}}\
                """))
        .isEqualTo(
            json(
                """
                {"output":{"message":{"role":"assistant","content":[{"reasoningContent":{"reasoningText":{"text":"Hm","signature":"sig"}}},{"reasoningContent":{"redactedContent":"xyz"}},{"text":"Hé!"},{"citationsContent":{"content":[{"text":"So"}],"citations":[{"title":"T"}]}},{"toolUse":{"toolUseId":"t","name":"f","input":{"x":1}}}]}},"stopReason":"tool_use","usage":{"inputTokens":1,"outputTokens":2},"metrics":{"latencyMs":5}}\
                """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"model\":\"a\",\"stream\":false,\"messages\":[{}]}"
            + "|{\"stream_options\":{\"include_usage\":true},\"model\":\"b\",\"stream\":true,\"messages\":[{}]}",
        "{\"messages\":[{}],\"stream\":null}"
            + "|{\"model\":\"b\",\"stream_options\":{\"include_usage\":true},\"messages\":[{}],\"stream\":true}",
        "{\"model\":\"a\",\"messages\":[{}],\"unknown\":[1]}"
            + "|{\"stream_options\":{\"include_usage\":true},\"stream\":true,\"model\":\"b\",\"messages\":[{}],\"unknown\":[1]}"
      })
  void betweenLikeProtocolsTheStreamIsAskedForInPlace(String body, String expected)
      throws Exception {
    Ask ask = Asks.openAiChat(utf8(body));
    Bridge bridge = Golden.BRIDGES.between(ask, Protocol.OPENAI);
    Ask streamed = bridge.streamed(ask);
    assertThat(streamed.stream()).isTrue();
    assertThat(new String(bridge.request(streamed, "b").body(), StandardCharsets.UTF_8))
        .isEqualTo(expected);
  }

  @Test
  void otherProtocolsAndPathsAreAskedForAStreamToo() throws Exception {
    for (Protocol client : List.of(Protocol.OPENAI, Protocol.ANTHROPIC, Protocol.RESPONSES)) {
      Ask ask = Golden.ask(client, Golden.json("request-text", client));
      for (Protocol provider : List.of(Protocol.OPENAI, Protocol.ANTHROPIC)) {
        Bridge bridge = Golden.BRIDGES.between(ask, provider);
        byte[] sent = bridge.request(bridge.streamed(ask), "m").body();
        assertThat(tree(sent).path("stream").asBoolean(false)).isTrue();
      }
    }
    Ask gemini =
        Asks.gemini(
            Golden.json("request-text", Protocol.GEMINI), "m", false, Framing.SERVER_SENT_EVENTS);
    Bridge same = Golden.BRIDGES.between(gemini, Protocol.GEMINI);
    Ask streamed = same.streamed(gemini);
    assertThat(same.path(streamed, "m")).endsWith(":streamGenerateContent?alt=sse");
    assertThat(same.request(streamed, "m").body()).isEqualTo(gemini.body());
    assertThat(gemini.stream()).isFalse();
  }
}
