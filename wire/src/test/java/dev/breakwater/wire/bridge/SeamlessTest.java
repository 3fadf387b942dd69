package dev.breakwater.wire.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.wire.conversation.AnswerEvent;
import dev.breakwater.wire.conversation.Citation;
import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Signature;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.format.Asked;
import dev.breakwater.wire.format.EventWriter;
import dev.breakwater.wire.format.Prefill;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One answer of several providers is one stream to its client. */
class SeamlessTest {
  private static final AnswerEvent.Started FIRST = new AnswerEvent.Started("answer-1", "model-1");
  private static final AnswerEvent.Started SECOND = new AnswerEvent.Started("answer-2", "model-2");
  private static final AnswerEvent.Finished STOP =
      new AnswerEvent.Finished(0, FinishReason.STOP, null);
  private static final Tokens BROKEN = Tokens.estimated(11, 3);

  private static AnswerEvent text(String text) {
    return new AnswerEvent.TextDelta(0, text);
  }

  private static AnswerEvent used(long input, long output) {
    return new AnswerEvent.Used(Tokens.reported(input, output));
  }

  /** A provider's stream, or the beginning of one that is cut off. */
  private static String stream(Protocol provider, boolean whole, List<AnswerEvent> events) {
    EventWriter writer = Golden.BRIDGES.client(provider).eventWriter(Asked.of(null));
    ByteSink out = new ByteSink();
    events.forEach(event -> writer.write(event, out));
    if (whole) {
      writer.end(out);
    }
    return out.toString();
  }

  /** What a client gets that is told these events. */
  private static String written(Ask ask, List<AnswerEvent> events) {
    EventWriter writer = Golden.BRIDGES.client(ask.protocol()).eventWriter(Translation.asked(ask));
    ByteSink out = new ByteSink();
    events.forEach(event -> writer.write(event, out));
    writer.end(out);
    return out.toString();
  }

  private static SeamlessAnswer seamless(Ask ask) {
    return Golden.BRIDGES.seamless(ask).orElseThrow();
  }

  private static String feed(SeamlessPart part, String stream) throws MalformedBody {
    ByteSink out = new ByteSink();
    String before = Streams.feed(part, stream);
    assertThat(before).isEmpty();
    part.release(out);
    return out.toString();
  }

  private static String end(SeamlessPart part) {
    ByteSink out = new ByteSink();
    part.end(out);
    return out.toString();
  }

  private static String begin(SeamlessAnswer answer, Ask ask, Protocol first, AnswerEvent... said)
      throws MalformedBody {
    List<AnswerEvent> events = new ArrayList<>(List.of(FIRST));
    events.addAll(List.of(said));
    SeamlessPart part = answer.beginning(Golden.BRIDGES.between(ask, first));
    String sent = feed(part, stream(first, false, events));
    answer.broke(BROKEN);
    return sent;
  }

  private static String goOn(
      SeamlessAnswer answer, Ask ask, Protocol second, Prefill prefill, AnswerEvent... said)
      throws MalformedBody {
    List<AnswerEvent> events = new ArrayList<>(List.of(SECOND));
    events.addAll(List.of(said));
    SeamlessPart part = answer.continuation(Golden.BRIDGES.between(ask, second), prefill);
    String sent = feed(part, stream(second, true, events));
    assertThat(part.isFinished()).isTrue();
    return sent + end(part);
  }

  static Stream<Arguments> triples() {
    return Golden.BRIDGES.clients().stream()
        .flatMap(client ->
            Golden.both().stream()
                .flatMap(first ->
                    Golden.both().stream().map(second -> Arguments.of(client, first, second))));
  }

  private static Ask ask(Protocol client) throws MalformedBody {
    return client == Protocol.COMPLETIONS
        ? Asks.openAiCompletions(
            utf8("{\"model\":\"m\",\"prompt\":\"Hi\",\"max_tokens\":50,\"stream\":true}"))
        : Golden.ask(client);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @MethodSource("triples")
  void everyClientSeesOneStreamWhoeverBeganAndWhoeverWentOn(
      Protocol client, Protocol first, Protocol second) throws MalformedBody {
    Ask ask = ask(client);
    SeamlessAnswer answer = seamless(ask);
    String sent = begin(answer, ask, first, text("Hé "), text("🙂, "));
    assertThat(answer.isResumable()).isTrue();
    assertThat(answer.said()).isEqualTo("Hé 🙂, ");
    sent +=
        goOn(answer, ask, second, Prefill.LAST_TURN, text("and"), text(" so."), STOP, used(9, 4));
    // Anthropic's message begins with the id that Anthropic's ids begin with.
    AnswerEvent started =
        first == Protocol.ANTHROPIC ? new AnswerEvent.Started("msg_answer-1", "model-1") : FIRST;
    assertThat(sent)
        .isEqualTo(
            written(
                ask,
                List.of(
                    started,
                    text("Hé "),
                    text("🙂, "),
                    text("and"),
                    text(" so."),
                    STOP,
                    new AnswerEvent.Used(Tokens.reported(9, 3 + 4)))));
  }

  @ParameterizedTest
  @EnumSource(
      value = Protocol.class,
      names = {"OPENAI", "RESPONSES", "COMPLETIONS", "ANTHROPIC", "GEMINI", "GENERATE"})
  void aStreamThatNobodyGoesOnWithEndsWithTheErrorAndNothingNormal(Protocol client)
      throws MalformedBody {
    Ask ask = ask(client);
    SeamlessAnswer answer = seamless(ask);
    begin(answer, ask, Protocol.OPENAI, text("Hé"));
    ByteSink out = new ByteSink();
    answer.fail(Problem.of(Problem.Kind.UPSTREAM, 502, "The answer broke off"), out);
    assertThat(out.toString())
        .contains("The answer broke off")
        .doesNotContain("[DONE]", "message_stop", "response.completed", "finishReason");
  }

  @Test
  void anAttemptThatFailsBeforeItsFirstTokenLeavesNothingBehind() throws MalformedBody {
    Ask ask = ask(Protocol.ANTHROPIC);
    SeamlessAnswer answer = seamless(ask);
    Bridge bridge = Golden.BRIDGES.between(ask, Protocol.OPENAI);
    String role = stream(Protocol.OPENAI, false, List.of(SECOND));
    assertThat(Streams.feed(answer.beginning(bridge), role)).isEmpty();
    String sent = begin(answer, ask, Protocol.OPENAI, text("Hé"));
    assertThat(Streams.feed(answer.continuation(bridge, Prefill.LAST_TURN), role)).isEmpty();
    sent += goOn(answer, ask, Protocol.OPENAI, Prefill.LAST_TURN, text("!"), STOP, used(9, 4));
    assertThat(sent)
        .isEqualTo(written(ask, List.of(FIRST, text("Hé"), text("!"), STOP, used(9, 3 + 4))));
  }

  @Test
  void severalMayBreakOffOneAfterTheOther() throws MalformedBody {
    Ask ask = ask(Protocol.OPENAI);
    SeamlessAnswer answer = seamless(ask);
    begin(answer, ask, Protocol.GEMINI, text("One "));
    SeamlessPart part =
        answer.continuation(
            Golden.BRIDGES.between(ask, Protocol.ANTHROPIC), Prefill.TRIMMED_LAST_TURN);
    feed(part, stream(Protocol.ANTHROPIC, false, List.of(SECOND, text(" two "))));
    answer.broke(Tokens.estimated(20, 5));
    assertThat(answer.said()).isEqualTo("One two ");
    String end =
        goOn(answer, ask, Protocol.OPENAI, Prefill.LAST_TURN, text("three"), STOP, used(9, 4));
    assertThat(end).contains("\"completion_tokens\":12");
    assertThat(answer.said()).isEqualTo("One two three");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'Hello '|' world'|'Hello world'",
        "'Hello '|'world'|'Hello world'",
        "'Hello  '|' world'|'Hello  world'",
        "'Hello '|'  world'|'Hello  world'",
        "'Hello'|' world'|'Hello world'",
        "'Hello\t'|' world'|'Hello\t world'"
      })
  void whiteSpaceThatWasTrimmedIsNotSaidTwice(String said, String goesOn, String whole)
      throws MalformedBody {
    for (int seed = 0; seed < 20; seed++) {
      Ask ask = ask(Protocol.OPENAI);
      SeamlessAnswer answer = seamless(ask);
      begin(answer, ask, Protocol.OPENAI, text(said));
      Bridge bridge = Golden.BRIDGES.between(ask, Protocol.ANTHROPIC);
      SeamlessPart part = answer.continuation(bridge, Prefill.TRIMMED_LAST_TURN);
      List<AnswerEvent> events = new ArrayList<>(List.of(SECOND));
      events.addAll(pieces(goesOn, new Random(seed)));
      events.add(STOP);
      feed(part, stream(Protocol.ANTHROPIC, true, events));
      end(part);
      assertThat(answer.said()).isEqualTo(whole);
    }
  }

  private static List<AnswerEvent> pieces(String text, Random random) {
    List<AnswerEvent> pieces = new ArrayList<>();
    for (int at = 0; at < text.length(); ) {
      int end = at + 1 + random.nextInt(text.length() - at);
      pieces.add(text(text.substring(at, end)));
      at = end;
    }
    return pieces;
  }

  @ParameterizedTest
  @ValueSource(strings = {"Hello world", "ld", "Hello", "Hello wor"})
  void aPrefixThatComesBackIsNotSaidTwice(String answered) throws MalformedBody {
    for (int seed = 0; seed < 20; seed++) {
      Ask ask = ask(Protocol.GEMINI);
      SeamlessAnswer answer = seamless(ask);
      begin(answer, ask, Protocol.OPENAI, text("Hello wor"));
      SeamlessPart part =
          answer.continuation(
              Golden.BRIDGES.between(ask, Protocol.OPENAI), Prefill.MARKED_AND_REPEATED);
      List<AnswerEvent> events = new ArrayList<>(List.of(SECOND));
      events.addAll(pieces(answered, new Random(seed)));
      events.add(STOP);
      feed(part, stream(Protocol.OPENAI, true, events));
      end(part);
      assertThat(answer.said())
          .isEqualTo(answered.startsWith("Hello wor") ? answered : "Hello wor" + answered);
    }
  }

  @Test
  void thoughtsThatEndedMayHaveGoneBeforeAndThoseOfTheNextAreLeftOut() throws MalformedBody {
    Ask ask = ask(Protocol.ANTHROPIC);
    SeamlessAnswer answer = seamless(ask);
    Signature signature = new Signature(Vendor.ANTHROPIC, "sig");
    AnswerEvent thought = new AnswerEvent.ThinkingDelta(0, "Hm");
    AnswerEvent signed = new AnswerEvent.ThinkingSigned(0, signature);
    String sent = begin(answer, ask, Protocol.ANTHROPIC, thought, signed, text("Hé"));
    assertThat(answer.isResumable()).isTrue();
    sent +=
        goOn(
            answer,
            ask,
            Protocol.ANTHROPIC,
            Prefill.TRIMMED_LAST_TURN,
            new AnswerEvent.ThinkingDelta(0, "Again"),
            signed,
            text("!"),
            STOP,
            used(9, 4));
    assertThat(sent)
        .isEqualTo(
            written(
                ask,
                List.of(
                    new AnswerEvent.Started("msg_answer-1", "model-1"),
                    thought,
                    signed,
                    text("Hé"),
                    text("!"),
                    STOP,
                    used(9, 7))));
  }

  @Test
  void aCallMayFollowWithTheSignatureThatItsProviderWantsBack() throws MalformedBody {
    Ask ask = ask(Protocol.ANTHROPIC);
    SeamlessAnswer answer = seamless(ask);
    begin(answer, ask, Protocol.OPENAI, text("Let me see."));
    String sent =
        goOn(
            answer,
            ask,
            Protocol.GEMINI,
            Prefill.LAST_TURN,
            new AnswerEvent.CallStarted(0, 0, "c1", "f", new Signature(Vendor.GOOGLE, "c2ln")),
            new AnswerEvent.CallArguments(0, 0, "{\"x\":1}"),
            new AnswerEvent.Finished(0, FinishReason.TOOL_CALLS, null));
    assertThat(sent)
        .contains("\"index\":1,\"content_block\":{\"type\":\"thinking\"", "bw1.google.c2ln")
        .contains("\"index\":2,\"content_block\":{\"type\":\"tool_use\"")
        .contains("\"stop_reason\":\"tool_use\"");
    assertThat(answer.isResumable()).isFalse();
  }

  @Test
  void citationsOfAPartStandWhereTheWholeAnswerHasThem() {
    Citation.Span span = new Citation.Span(Citation.Unit.ANSWER_CHARACTERS, 2, 5);
    Citation citation = new Citation("https://x", null, null, null, span);
    assertThat(SeamlessAnswer.placed(citation, 10).span())
        .isEqualTo(new Citation.Span(Citation.Unit.ANSWER_CHARACTERS, 12, 15));
    Citation inDocument =
        new Citation(null, "t", 0, "q", new Citation.Span(Citation.Unit.DOCUMENT_PAGES, 2, 5));
    assertThat(SeamlessAnswer.placed(inDocument, 10)).isEqualTo(inDocument);
  }

  static Stream<Arguments> dead() {
    return Stream.of(
        Arguments.of(
            "a call",
            new AnswerEvent[] {text("Hé"), new AnswerEvent.CallStarted(0, 0, "c", "f", null)}),
        Arguments.of(
            "thoughts that go on",
            new AnswerEvent[] {text("Hé"), new AnswerEvent.ThinkingDelta(0, "Hm")}),
        Arguments.of("a refusal", new AnswerEvent[] {new AnswerEvent.RefusalDelta(0, "No")}),
        Arguments.of("nothing but space", new AnswerEvent[] {text(" \n")}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dead")
  void nobodyGoesOnFrom(String what, AnswerEvent[] said) throws MalformedBody {
    Ask ask = ask(Protocol.OPENAI);
    SeamlessAnswer answer = seamless(ask);
    begin(answer, ask, Protocol.OPENAI, said);
    assertThat(answer.isResumable()).as(what).isFalse();
  }

  private static Ask chat(String more) throws MalformedBody {
    return Asks.openAiChat(
        utf8(
            "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]"
                + more
                + "}"));
  }

  @Test
  void severalChoicesAndPromisedSchemasAreNeverGoneOnWith() throws MalformedBody {
    String schema =
        ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"strict\":%s,"
            + "\"schema\":{\"type\":\"object\"}}}";
    assertThat(Golden.BRIDGES.seamless(chat(",\"n\":2"))).isEmpty();
    assertThat(Golden.BRIDGES.seamless(chat(schema.formatted(true)))).isEmpty();
    assertThat(Golden.BRIDGES.seamless(chat(schema.formatted(false)))).isPresent();
    assertThat(Golden.BRIDGES.seamless(chat(",\"n\":1"))).isPresent();
    assertThat(Golden.BRIDGES.seamless(chat(",\"tools\":5"))).isEqualTo(Optional.empty());
  }

  private static ObjectNode request(Ask ask, String said, Protocol provider, Prefill prefill)
      throws Exception {
    SeamlessAnswer answer = seamless(ask);
    begin(answer, ask, Protocol.OPENAI, text(said));
    Bridge bridge = Golden.BRIDGES.between(ask, provider);
    return Json.object(answer.request(bridge, "m", prefill).body()).node();
  }

  private static JsonNode last(ObjectNode request, String list) {
    return request.path(list).get(request.path(list).size() - 1);
  }

  @Test
  void theTextSoFarIsTheLastTurnInEveryProvidersWords() throws Exception {
    Ask ask = chat("");
    assertThat(last(request(ask, "Hé ", Protocol.OPENAI, Prefill.LAST_TURN), "messages"))
        .isEqualTo(json("{\"role\":\"assistant\",\"content\":\"Hé \"}"));
    assertThat(last(request(ask, "Hé ", Protocol.OPENAI, Prefill.MARKED), "messages"))
        .isEqualTo(json("{\"role\":\"assistant\",\"content\":\"Hé \",\"prefix\":true}"));
    ObjectNode vllm = request(ask, "Hé ", Protocol.OPENAI, Prefill.CONTINUED_FINAL_MESSAGE);
    assertThat(vllm.path("continue_final_message").asBoolean(false)).isTrue();
    assertThat(vllm.path("add_generation_prompt").asBoolean(true)).isFalse();
    assertThat(vllm.path("stream").asBoolean(false)).isTrue();
    ObjectNode claude = request(ask, "Hé ", Protocol.ANTHROPIC, Prefill.TRIMMED_LAST_TURN);
    assertThat(last(claude, "messages").path("role").asString("")).isEqualTo("assistant");
    assertThat(last(claude, "messages").path("content").toString())
        .contains("Hé")
        .doesNotContain("Hé ");
    assertThat(last(request(ask, "Hé ", Protocol.GEMINI, Prefill.LAST_TURN), "contents"))
        .isEqualTo(json("{\"role\":\"model\",\"parts\":[{\"text\":\"Hé \"}]}"));
    assertThat(last(request(ask, "Hé ", Protocol.BEDROCK, Prefill.TRIMMED_LAST_TURN), "messages"))
        .isEqualTo(json("{\"role\":\"assistant\",\"content\":[{\"text\":\"Hé\"}]}"));
  }

  private static ObjectNode json(String text) throws MalformedBody {
    return Json.object(utf8(text)).node();
  }

  @Test
  void whatIsLeftOfTheLimitIsAskedForAndNoMoreThoughts() throws Exception {
    Ask ask = chat(",\"max_completion_tokens\":50,\"reasoning_effort\":\"high\"");
    ObjectNode claude = request(ask, "Hé", Protocol.ANTHROPIC, Prefill.TRIMMED_LAST_TURN);
    assertThat(claude.path("max_tokens").asInt()).isEqualTo(50 - 3);
    assertThat(claude.path("thinking").path("type").asString("disabled")).isEqualTo("disabled");
    Ask spent = chat(",\"max_completion_tokens\":2");
    assertThat(
            request(spent, "Hé", Protocol.ANTHROPIC, Prefill.TRIMMED_LAST_TURN)
                .path("max_tokens")
                .asInt())
        .isEqualTo(1);
  }

  @Test
  void jsonIsAskedForInWordsForAFormatWouldBeginItAnew() throws Exception {
    Ask ask = chat(",\"response_format\":{\"type\":\"json_object\"}");
    ObjectNode request = request(ask, "{\"a\":", Protocol.GEMINI, Prefill.LAST_TURN);
    assertThat(request.path("generationConfig").has("responseMimeType")).isFalse();
    assertThat(request.path("systemInstruction").toString()).contains("JSON");
  }

  @Test
  void aTurnThatTheClientHasBegunGrows() throws Exception {
    Ask ask =
        Asks.anthropicMessages(
            utf8(
                "{\"model\":\"m\",\"max_tokens\":9,\"stream\":true,\"messages\":[{\"role\":\"user\","
                    + "\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":\"Well,\"}]}"));
    ObjectNode request = request(ask, " hel", Protocol.OPENAI, Prefill.LAST_TURN);
    assertThat(request.path("messages").size()).isEqualTo(2);
    assertThat(last(request, "messages"))
        .isEqualTo(json("{\"role\":\"assistant\",\"content\":\"Well, hel\"}"));
  }

  @Test
  void whoGoesOnWithoutCountsIsEstimated() throws MalformedBody {
    Ask ask = ask(Protocol.GEMINI);
    SeamlessAnswer answer = seamless(ask);
    begin(answer, ask, Protocol.GEMINI, text("Hé"), used(9, 1), text(" "));
    assertThat(goOn(answer, ask, Protocol.OPENAI, Prefill.LAST_TURN, text("world.."), STOP))
        .contains("\"promptTokenCount\":9", "\"candidatesTokenCount\":5");
  }
}
