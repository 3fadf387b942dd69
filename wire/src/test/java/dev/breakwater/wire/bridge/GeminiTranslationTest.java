package dev.breakwater.wire.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.Asked.Framing;
import dev.breakwater.wire.format.Inexpressible;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What Gemini's protocol says, beside what others say. */
class GeminiTranslationTest {
  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final String HEAD =
      "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "request-tools",
        "request-tool-results",
        "request-image",
        "request-document",
        "request-json-mode",
        "request-schema"
      })
  void aRequestOfOpenAisClientsIsSaidToGemini(String name) throws Exception {
    Ask ask = Asks.openAiChat(Golden.json(name, Protocol.OPENAI));
    assertSame(
        bridge(Protocol.OPENAI, Protocol.GEMINI).request(ask, "m").body(),
        Golden.json(name, Protocol.GEMINI));
  }

  @ParameterizedTest
  @ValueSource(strings = {"request-image", "request-tool-results", "request-json-mode"})
  void aRequestOfGeminisClientsIsSaidToOpenAi(String name) throws Exception {
    Ask ask = Golden.ask(Protocol.GEMINI, Golden.json(name, Protocol.GEMINI));
    assertSame(
        bridge(Protocol.GEMINI, Protocol.OPENAI).request(ask, "m").body(),
        Golden.json(name, Protocol.OPENAI));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"request-tool-results", "request-image", "request-document", "request-json-mode"})
  void aRequestInOurOwnWordsIsSaidToOthers(String name) throws Exception {
    for (Protocol provider : List.of(Protocol.OPENAI, Protocol.GEMINI)) {
      Ask ask = Asks.generate(Golden.json(name, Protocol.GENERATE));
      assertSame(
          bridge(Protocol.GENERATE, provider).request(ask, "m").body(),
          Golden.json(name, provider));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reply-tools",
        "reply-choices",
        "reply-citations",
        "reply-logprobs",
        "reply-refusal"
      })
  void aWholeAnswerOfOpenAiIsGivenToGeminisClients(String name) throws MalformedBody {
    WholeAnswer answer =
        bridge(Protocol.GEMINI, Protocol.OPENAI)
            .whole(Golden.ask(Protocol.GEMINI), Golden.json(name, Protocol.OPENAI));
    assertSame(answer.body(), Golden.json(name, Protocol.GEMINI));
  }

  @ParameterizedTest
  @ValueSource(strings = {"reply-tools", "reply-thinking"})
  void aWholeAnswerOfGeminiIsGivenInOurOwnWords(String name) throws MalformedBody {
    for (Protocol provider : List.of(Protocol.OPENAI, Protocol.GEMINI)) {
      WholeAnswer answer =
          bridge(Protocol.GENERATE, provider)
              .whole(Golden.ask(Protocol.GENERATE), Golden.json(name, provider));
      assertSame(answer.body(), Golden.json(name, Protocol.GENERATE));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stream-tools", "stream-thinking"})
  void aStreamIsTheSameHoweverItIsCut(String name) throws MalformedBody {
    for (Protocol client : List.of(Protocol.GEMINI, Protocol.GENERATE)) {
      String expected = text(Golden.stream(name, client));
      for (Protocol provider : List.of(Protocol.OPENAI, Protocol.GEMINI)) {
        // An OpenAI provider's details of thoughts are signatures of its own.
        boolean signed = name.equals("stream-thinking") && client == Protocol.GEMINI;
        if (client == provider || signed) {
          continue;
        }
        byte[] sent = Golden.stream(name, provider);
        for (long seed = -1; seed < Long.getLong("wire.seeds", 40); seed++) {
          AnswerStream stream = bridge(client, provider).stream(Golden.ask(client));
          ByteSink end = new ByteSink();
          String fed = Streams.feed(stream, sent, seed < 0 ? null : new Random(seed));
          assertThat(stream.isFinished()).isTrue();
          stream.end(end);
          assertThat(fed + end).as("%s to %s, seed %d", provider, client, seed).isEqualTo(expected);
          assertThat(stream.tokens()).isEqualTo(new Tokens(9, 4, 3, 0, 0, true));
        }
      }
    }
  }

  @Test
  void aClientThatWantsAnArrayGetsOneBetweenLikeProtocols() throws MalformedBody {
    byte[] sent = Golden.stream("stream-tools", Protocol.GEMINI);
    for (long seed = 0; seed < 40; seed++) {
      AnswerStream stream = bridge(Protocol.GEMINI, Protocol.GEMINI).stream(arrayAsk());
      ByteSink end = new ByteSink();
      String fed = Streams.feed(stream, sent, new Random(seed));
      stream.end(end);
      assertThat(fed + end).isEqualTo(array("stream-tools"));
    }
  }

  @Test
  void aClientThatWantsAnArrayGetsOneOfATranslatedStream() throws MalformedBody {
    AnswerStream stream = bridge(Protocol.GEMINI, Protocol.OPENAI).stream(arrayAsk());
    ByteSink end = new ByteSink();
    String fed = Streams.feed(stream, Golden.stream("stream-tools", Protocol.OPENAI), null);
    stream.end(end);
    assertThat(fed + end).isEqualTo(array("stream-tools"));
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI", "GEMINI"})
  void anErrorClosesTheArray(Protocol provider) throws MalformedBody {
    String whole = text(Golden.stream("stream-text", provider));
    for (String sent : List.of("", whole.substring(0, whole.indexOf("data: ", 1)))) {
      AnswerStream stream = bridge(Protocol.GEMINI, provider).stream(arrayAsk());
      String fed = Streams.feed(stream, sent);
      ByteSink error = new ByteSink();
      stream.fail(Problem.of(Problem.Kind.UPSTREAM, 502, "It was cut"), error);
      var array = MAPPER.readTree(fed + error);
      assertThat(array.isArray()).isTrue();
      assertThat(array.get(array.size() - 1).at("/error/message").asString())
          .isEqualTo("It was cut");
    }
  }

  @Test
  void anEmptyArrayIsWhatNothingBecomes() throws MalformedBody {
    ByteSink end = new ByteSink();
    bridge(Protocol.GEMINI, Protocol.GEMINI).stream(arrayAsk()).end(end);
    assertThat(end.toString()).isEqualTo("[]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"tools\":[{\"googleSearch\":{}}]|tools.googleSearch",
        "\"tools\":[{\"code_execution\":{}}]|tools.codeExecution",
        "\"cachedContent\":\"cachedContents/1\"|cachedContent",
        "\"generationConfig\":{\"responseModalities\":[\"AUDIO\"]}|generationConfig.responseModalities",
        "\"generationConfig\":{\"responseMimeType\":\"text/x.enum\"}|generationConfig.responseMimeType",
      })
  void whatOnlyGeminiCanDoIsNotAskedOfOthers(String field, String name) throws MalformedBody {
    Ask ask = Golden.ask(Protocol.GEMINI, bytes(HEAD + "," + field + "}"));
    for (Protocol provider : List.of(Protocol.OPENAI)) {
      Inexpressible refused =
          catchThrowableOfType(
              Inexpressible.class, () -> bridge(Protocol.GEMINI, provider).request(ask, "m"));
      assertThat(refused.field()).isEqualTo(name);
    }
  }

  @Test
  void harmlessFieldsAreDroppedByName() throws Exception {
    Ask ask =
        Golden.ask(
            Protocol.GEMINI,
            bytes(
                HEAD
                    + ",\"safety_settings\":[],\"labels\":{\"a\":\"b\"},"
                    + "\"generation_config\":{\"media_resolution\":\"LOW\",\"top_k\":4.0}}"));
    Outgoing sent = bridge(Protocol.GEMINI, Protocol.OPENAI).request(ask, "m");
    assertThat(sent.dropped())
        .contains("safetySettings", "labels", "generationConfig.mediaResolution", "top_k");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"contents\":[{\"parts\":[{\"inline_data\":{\"mime_type\":\"image/png\"}}]}]}|contents[0].parts[0].inline_data.data",
        "{\"contents\":[{\"parts\":[{\"functionCall\":{}}]}]}|contents[0].parts[0].functionCall.name",
        "{\"contents\":[{\"role\":\"x\",\"parts\":[]}]}|contents[0].role",
        "{\"contents\":[{\"parts\":[{\"text\":1}]}]}|contents[0].parts[0].text",
        "{\"contents\":[{\"parts\":[{\"text\":\"a\"}]}],\"generation_config\":{\"top_p\":2}}|generation_config.top_p",
        "{\"contents\":[{\"parts\":[{\"text\":\"a\"}]}],\"tools\":[{\"function_declarations\":[{}]}]}|tools[0].function_declarations[0].name",
        "{\"contents\":[{\"parts\":[{\"text\":\"a\"}]}],\"generationConfig\":{\"thinkingConfig\":{\"thinkingLevel\":\"SOME\"}}}|generationConfig.thinkingConfig.thinkingLevel",
      })
  void whatIsWrongIsNamedAsTheClientSpellsIt(String body, String field) {
    MalformedBody malformed =
        catchThrowableOfType(
            MalformedBody.class, () -> Golden.ask(Protocol.GEMINI, bytes(body)).conversation());
    assertThat(malformed.field()).isEqualTo(field);
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI", "ANTHROPIC"})
  void theSignatureOfACallSurvivesClientsThatHaveNoPlaceForIt(Protocol client) throws Exception {
    byte[] answered =
        bytes(
            """
            {"candidates":[{"content":{"role":"model","parts":[{"text":"Hm","thought":true},
            {"functionCall":{"name":"f","id":"call_1","args":{}},"thoughtSignature":"c2ln"}]},
            "finishReason":"STOP"}],"responseId":"r","modelVersion":"gemini-3-pro"}\
            """);
    Bridge bridge = bridge(client, Protocol.GEMINI);
    String answer = text(bridge.whole(Golden.ask(client), answered).body());
    String next =
        client == Protocol.OPENAI
            ? "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},%s,"
                    .formatted(MAPPER.readTree(answer).at("/choices/0/message"))
                + "{\"role\":\"tool\",\"tool_call_id\":\"call_1\",\"content\":\"x\"}]}"
            : "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},"
                + "{\"role\":\"assistant\",\"content\":%s},"
                    .formatted(MAPPER.readTree(answer).at("/content"))
                + "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\","
                + "\"tool_use_id\":\"call_1\",\"content\":\"x\"}]}]}";
    Ask ask = Golden.ask(client, bytes(next));
    assertThat(text(bridge.request(ask, "gemini-3-pro").body()))
        .contains(
            "{\"functionCall\":{\"id\":\"call_1\",\"name\":\"f\",\"args\":{}},"
                + "\"thoughtSignature\":\"c2ln\"}");
  }

  @Test
  void anthropicsThoughtsSurviveGeminisClients() throws Exception {
    byte[] answered =
        bytes(
            """
            {"id":"msg_1","type":"message","role":"assistant","model":"m","content":[
            {"type":"thinking","thinking":"Hm","signature":"c2ln"},
            {"type":"redacted_thinking","data":"aGlkZGVu"},
            {"type":"tool_use","id":"call_1","name":"f","input":{}}],
            "stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":1}}\
            """);
    Bridge bridge = bridge(Protocol.GEMINI, Protocol.ANTHROPIC);
    String answer = text(bridge.whole(Golden.ask(Protocol.GEMINI), answered).body());
    String next =
        "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]},%s,"
                .formatted(MAPPER.readTree(answer).at("/candidates/0/content"))
            + "{\"role\":\"user\",\"parts\":[{\"functionResponse\":{\"id\":\"call_1\",\"name\":\"f\","
            + "\"response\":{\"output\":\"x\"}}}]}],\"generationConfig\":{\"maxOutputTokens\":4096,"
            + "\"thinkingConfig\":{\"thinkingBudget\":2048,\"includeThoughts\":true}}}";
    Ask ask = Golden.ask(Protocol.GEMINI, bytes(next));
    assertThat(text(bridge.request(ask, "claude-sonnet-4-0").body()))
        .contains(
            "{\"type\":\"thinking\",\"thinking\":\"Hm\",\"signature\":\"c2ln\"}",
            "{\"type\":\"redacted_thinking\",\"data\":\"aGlkZGVu\"}");
    String passed = text(bridge(Protocol.GEMINI, Protocol.GEMINI).request(ask, "m").body());
    assertThat(passed)
        .doesNotContain("Hm", "YncxLm")
        .contains("\"thoughtSignature\":\"skip/thought/signature/validator\"");
  }

  @Test
  void chunksKeptAsContentsAreOneTurn() throws Exception {
    Ask ask =
        Golden.ask(
            Protocol.GEMINI,
            bytes(
                """
                {"contents":[{"role":"user","parts":[{"text":"Hi"}]},
                {"role":"model","parts":[{"text":"I will "}]},
                {"role":"model","parts":[{"text":"look."}]},
                {"role":"model","parts":[{"functionCall":{"name":"f","args":{"a":1}}}]},
                {"role":"model","parts":[{"functionCall":{"name":"f","args":{"a":2}}}]},
                {"role":"user","parts":[{"functionResponse":{"name":"f","response":{"result":"x"}}},
                {"functionResponse":{"name":"f","response":{"b":2}}}]}]}\
                """));
    String sent = text(bridge(Protocol.GEMINI, Protocol.OPENAI).request(ask, "m").body());
    assertThat(sent)
        .contains(
            "\"content\":\"I will look.\",\"tool_calls\":[{\"id\":\"call_0\"",
            "{\"id\":\"call_1\"",
            "{\"role\":\"tool\",\"tool_call_id\":\"call_0\",\"content\":\"x\"}",
            "{\"role\":\"tool\",\"tool_call_id\":\"call_1\",\"content\":\"{\\\"b\\\":2}\"}");
  }

  @Test
  void whatIsReadOfAnAnswerInGarbageIsAnAnswerOrMalformed() throws MalformedBody {
    List<String> wholes = List.of("reply-tools", "reply-thinking", "reply-citations");
    for (long seed = 0; seed < Long.getLong("wire.seeds", 400); seed++) {
      Random random = new Random(seed);
      byte[] whole = broken(Golden.json(wholes.get(random.nextInt(3)), Protocol.GEMINI), random);
      byte[] stream = broken(Golden.stream("stream-tools", Protocol.GEMINI), random);
      byte[] request = broken(Golden.json("request-thinking", Protocol.GEMINI), random);
      for (Protocol client : Golden.clients()) {
        Bridge bridge = bridge(client, Protocol.GEMINI);
        attempt(() -> bridge.whole(Golden.ask(client), whole));
        attempt(() -> Streams.feed(bridge.stream(Golden.ask(client)), stream, random));
      }
      attempt(() ->
          bridge(Protocol.GEMINI, Protocol.GEMINI)
              .request(Golden.ask(Protocol.GEMINI, request), "m"));
      attempt(() -> Golden.ask(Protocol.GEMINI, request).conversation());
    }
  }

  private interface Attempt {
    void run() throws MalformedBody, Inexpressible;
  }

  private static void attempt(Attempt attempt) {
    try {
      attempt.run();
    } catch (MalformedBody | Inexpressible e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  private static byte[] broken(byte[] original, Random random) {
    byte[] bytes = original.clone();
    for (int change = random.nextInt(4); change >= 0; change--) {
      bytes[random.nextInt(bytes.length)] = bytes[random.nextInt(bytes.length)];
    }
    return bytes;
  }

  private static Ask arrayAsk() throws MalformedBody {
    byte[] body = Golden.json("request-text", Protocol.GEMINI);
    return Asks.gemini(body, "m", true, Framing.JSON_ARRAY);
  }

  /** The golden stream as one array. */
  private static String array(String name) {
    return "["
        + text(Golden.stream(name, Protocol.GEMINI))
            .replace("\r\n\r\ndata: ", ",\r\n")
            .replace("data: ", "")
            .replace("\r\n\r\n", "")
        + "]";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static Bridge bridge(Protocol client, Protocol provider) {
    return Golden.BRIDGES.between(client, provider);
  }

  private static void assertSame(byte[] actual, byte[] expected) {
    assertThat(MAPPER.readTree(actual)).isEqualTo(MAPPER.readTree(expected));
  }
}
