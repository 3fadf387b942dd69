package dev.breakwater.wire.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.wire.conversation.AnswerEvent;
import dev.breakwater.wire.conversation.Citation;
import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Extras;
import dev.breakwater.wire.conversation.FinishReason;
import dev.breakwater.wire.conversation.Generation;
import dev.breakwater.wire.conversation.Media;
import dev.breakwater.wire.conversation.OutputFormat;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Reasoning;
import dev.breakwater.wire.conversation.Reasoning.Amount;
import dev.breakwater.wire.conversation.Reply;
import dev.breakwater.wire.conversation.Role;
import dev.breakwater.wire.conversation.Sampling;
import dev.breakwater.wire.conversation.Signature;
import dev.breakwater.wire.conversation.Toolbox;
import dev.breakwater.wire.conversation.Turn;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.format.AnswerWatch;
import dev.breakwater.wire.format.Dropped;
import dev.breakwater.wire.format.EventReader;
import dev.breakwater.wire.format.Inexpressible;
import dev.breakwater.wire.format.JsonByTool;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonSlice;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What Converse is asked for and how its answers are understood, beyond the golden files. */
class BedrockFormatTest {
  private static final String CLAUDE = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
  private static final String NOVA = "amazon.nova-pro-v1:0";
  private static final Turn HELLO = Turn.text(Role.USER, "Hello");
  private static final Toolbox.Tool TOOL = new Toolbox.Tool("look", "", null, true);
  private static final int SEEDS = Integer.getInteger("wire.seeds", 300);

  private final BedrockFormat format = new BedrockFormat(() -> 1);
  private final Dropped dropped = new Dropped();

  @Test
  void aSchemaIsNativeForClaudeAndAToolForOthers() throws Inexpressible {
    ObjectNode schema = Json.object().put("type", "object").put("additionalProperties", false);
    OutputFormat output = new OutputFormat.JsonSchema("city", "A city", schema, true);
    JsonNode claude = write(asked(List.of(HELLO), Toolbox.NONE, output, null), CLAUDE);
    assertThat(claude.path("outputConfig").path("textFormat").path("structure").toString())
        .isEqualTo(
            "{\"jsonSchema\":{\"schema\":\"{\\\"type\\\":\\\"object\\\","
                + "\\\"additionalProperties\\\":false}\",\"name\":\"city\","
                + "\"description\":\"A city\"}}");
    JsonNode nova = write(asked(List.of(HELLO), Toolbox.NONE, output, null), NOVA);
    assertThat(nova.path("toolConfig").path("toolChoice").toString())
        .isEqualTo("{\"tool\":{\"name\":\"" + JsonByTool.NAME + "\"}}");
    assertThat(nova.path("system").get(0).path("text").stringValue()).contains(JsonByTool.NAME);
  }

  @Test
  void whatClaudeKnowsBeyondConverseIsHandedOn() throws Inexpressible {
    Conversation conversation =
        new Conversation(
            List.of(new Part.Text("A"), new Part.CachePoint()),
            List.of(HELLO),
            Toolbox.NONE,
            new OutputFormat.Plain(),
            new Generation(new Sampling(null, null, 5L, null, null, null), null, List.of()),
            null,
            "me",
            Extras.none(Vendor.OPENAI));
    JsonNode claude = write(conversation, CLAUDE);
    assertThat(claude.path("additionalModelRequestFields").toString()).isEqualTo("{\"top_k\":5}");
    assertThat(claude.path("system").toString())
        .isEqualTo("[{\"text\":\"A\"},{\"cachePoint\":{\"type\":\"default\"}}]");
    assertThat(claude.has("inferenceConfig")).isFalse();
    assertThat(dropped.fields()).containsExactly("user");
    Dropped nova = new Dropped();
    format.writeRequest(conversation, NOVA, false, nova);
    assertThat(nova.fields()).containsExactly("cache_control", "top_k", "user");
  }

  @Test
  void adaptiveThinkingGoesWithItsEffort() throws Inexpressible {
    Reasoning high = new Reasoning(new Amount.AtEffort(Reasoning.Effort.HIGH), true);
    Conversation conversation = asked(List.of(HELLO), Toolbox.NONE, new OutputFormat.Plain(), high);
    assertThat(
            write(conversation, "anthropic.claude-opus-4-6-v1")
                .path("additionalModelRequestFields")
                .toString())
        .isEqualTo(
            "{\"thinking\":{\"type\":\"adaptive\",\"display\":\"summarized\"},"
                + "\"output_config\":{\"effort\":\"high\"}}");
    assertThat(dropped.fields()).isEmpty();
    assertThat(write(conversation, NOVA).has("additionalModelRequestFields")).isFalse();
    assertThat(dropped.fields()).containsExactly("reasoning_effort");
  }

  @Test
  void forbiddenToolsAreNotShownUnlessTheyWereCalled() throws Inexpressible {
    Toolbox forbidden = new Toolbox(List.of(TOOL), new Toolbox.Choice.Forbidden(), true);
    OutputFormat plain = new OutputFormat.Plain();
    assertThat(write(asked(List.of(HELLO), forbidden, plain, null), CLAUDE).has("toolConfig"))
        .isFalse();
    assertThat(dropped.fields()).isEmpty();
    List<Turn> called =
        List.of(
            HELLO,
            new Turn(Role.ASSISTANT, List.of(new Part.ToolCall("a:1", "look", "{\"x\":1}"))),
            new Turn(Role.USER, List.of(new Part.ToolResult("a:1", null, List.of(), true))));
    JsonNode body = write(asked(called, forbidden, plain, null), CLAUDE);
    assertThat(body.path("toolConfig").path("tools").size()).isEqualTo(1);
    assertThat(body.path("system").get(0).path("text").stringValue()).contains("without calling");
    assertThat(dropped.fields()).containsExactly("strict", "tool_choice");
    JsonNode result = body.path("messages").get(2).path("content").get(0).path("toolResult");
    assertThat(result.path("status").stringValue()).isEqualTo("error");
    assertThat(result.path("toolUseId").stringValue()).matches("a_1_[0-9a-f]{8}");
    assertThat(result.path("content").toString()).isEqualTo("[{\"text\":\"(no text)\"}]");
    assertThat(write(asked(called, Toolbox.NONE, plain, null), CLAUDE).has("toolConfig")).isTrue();
  }

  @Test
  void documentsHaveNamesThatDifferAndWordsBeside() throws Inexpressible {
    Part pdf =
        new Part.Attachment(
            new Media.Inline("application/pdf", JsonSlice.of("AAAA")), "a_b.pdf", null);
    Part text = new Part.Attachment(new Media.PlainText("text/plain", "é"));
    Turn turn = new Turn(Role.USER, List.of(pdf, pdf, text));
    JsonNode content =
        write(asked(List.of(turn), Toolbox.NONE, new OutputFormat.Plain(), null), CLAUDE)
            .path("messages")
            .get(0)
            .path("content");
    assertThat(content.get(0).path("document").path("name").stringValue()).isEqualTo("a b pdf");
    assertThat(content.get(1).path("document").path("name").stringValue()).isEqualTo("a b pdf 2");
    assertThat(content.get(2).path("document").toString())
        .isEqualTo("{\"format\":\"txt\",\"name\":\"document\",\"source\":{\"bytes\":\"w6k=\"}}");
    assertThat(content.get(3).path("text").stringValue()).isNotBlank();
  }

  @Test
  void linksAreForAmazonsOwnStoreOnly() throws Inexpressible {
    Media stored = new Media.Link(Media.Kind.IMAGE, null, "s3://bucket/cat.JPG");
    JsonNode content = write(shown(stored), NOVA).path("messages").get(0).path("content").get(0);
    assertThat(content.toString())
        .isEqualTo(
            "{\"image\":{\"format\":\"jpeg\",\"source\":"
                + "{\"s3Location\":{\"uri\":\"s3://bucket/cat.JPG\"}}}}");
    for (Media media :
        List.of(
            new Media.Link(Media.Kind.IMAGE, null, "https://x/cat.jpg"),
            new Media.Inline("audio/wav", JsonSlice.of("AAAA")),
            new Media.Uploaded(Vendor.ANTHROPIC, Media.Kind.IMAGE, null, "file"))) {
      assertThat(catchThrowableOfType(Inexpressible.class, () -> write(shown(media), NOVA)).field())
          .isNotEmpty();
    }
  }

  @Test
  void onlyThoughtsThatTheModelKnowsGoBack() throws Inexpressible {
    List<Part> thoughts =
        List.of(
            new Part.Thinking("own", new Signature(Vendor.ANTHROPIC, "s")),
            new Part.Thinking("foreign", new Signature(Vendor.GOOGLE, "s")),
            new Part.HiddenThinking(new Signature(Vendor.AMAZON, "aGk=")),
            new Part.HiddenThinking(new Signature(Vendor.ANTHROPIC, "x")),
            new Part.Text("Yes"));
    List<Turn> turns = List.of(HELLO, new Turn(Role.ASSISTANT, thoughts), HELLO);
    Conversation conversation = asked(turns, Toolbox.NONE, new OutputFormat.Plain(), null);
    assertThat(write(conversation, CLAUDE).path("messages").get(1).path("content").toString())
        .isEqualTo(
            "[{\"reasoningContent\":{\"reasoningText\":{\"text\":\"own\",\"signature\":\"s\"}}},"
                + "{\"reasoningContent\":{\"redactedContent\":\"aGk=\"}},{\"text\":\"Yes\"}]");
    assertThat(write(conversation, NOVA).path("messages").get(1).path("content").toString())
        .doesNotContain("reasoningText");
  }

  @Test
  void citedTextSaysWhatItIsBasedOn() throws MalformedBody {
    Reply reply =
        format.readReply(
            utf8(
                """
                {"output":{"message":{"role":"assistant","content":[
                  {"citationsContent":{"content":[{"text":"Grass "},{"text":"is green"}],
                    "citations":[
                      {"title":"T","sourceContent":[{"text":"green"}],
                        "location":{"documentPage":{"documentIndex":1,"start":2,"end":3}}},
                      {"title":"W","location":{"web":{"url":"https://x","domain":"x"}}}]}},
                  {"reasoningContent":{"redactedContent":"aGk="}},
                  {"somethingNew":{}}]}},
                 "stopReason":"guardrail_intervened"}
                """));
    assertThat(reply.first().finish()).isEqualTo(FinishReason.CONTENT_FILTER);
    assertThat(reply.tokens()).isNull();
    assertThat(reply.first().parts())
        .containsExactly(
            new Part.Text(
                "Grass is green",
                List.of(
                    new Citation(
                        null,
                        "T",
                        1,
                        "green",
                        new Citation.Span(Citation.Unit.DOCUMENT_PAGES, 2, 3)),
                    new Citation("https://x", "W", null, null, null))),
            new Part.HiddenThinking(new Signature(Vendor.AMAZON, "aGk=")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429|{\"message\":\"Too many requests\"}|RATE_LIMITED|429",
        "400|{\"message\":\"Input is too long for requested model.\"}|CONTEXT_TOO_LONG|400",
        "400|{\"__type\":\"com.amazon.coral#ServiceQuotaExceededException\",\"message\":\"a\"}|QUOTA_EXHAUSTED|400",
        "403|{\"Message\":\"User is not authorized to perform bedrock:InvokeModel\"}|PERMISSION|403",
        "403|{\"message\":\"The security token included in the request is invalid.\"}|AUTHENTICATION|403",
        "404|{\"message\":\"no such model\"}|NOT_FOUND|404",
        "424|{\"message\":\"the model failed\"}|UPSTREAM|502",
        "503|{\"__type\":\"ServiceUnavailableException\",\"message\":\"busy\"}|OVERLOADED|503",
        "500|<html>|UPSTREAM|500",
      })
  void anErrorIsOfTheRightKind(int given, String body, Problem.Kind kind, int status) {
    Problem problem = format.readProblem(given, utf8(body));
    assertThat(problem.kind()).isEqualTo(kind);
    assertThat(problem.status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "throttlingException, RATE_LIMITED, 429",
    "validationException, INVALID_REQUEST, 400",
    "modelStreamErrorException, UPSTREAM, 502",
    "serviceUnavailableException, OVERLOADED, 503",
    "somethingNewException, UPSTREAM, 502",
  })
  void aFailureInsideAStreamIsReadAndWatched(String name, Problem.Kind kind, int status)
      throws MalformedBody {
    byte[] data = utf8("{\"" + name + "\":{\"message\":\"So it is\"}}");
    AnswerWatch watch = format.watch(1);
    watch.look(data, 0, data.length);
    Problem problem = Objects.requireNonNull(watch.problem());
    assertThat(problem.kind()).isEqualTo(kind);
    assertThat(problem.status()).isEqualTo(status);
    assertThat(problem.message()).isEqualTo("So it is");
    assertThat(events(new String(data, StandardCharsets.UTF_8)))
        .containsExactly(new AnswerEvent.Failed(problem));
  }

  @Test
  void aCallWithoutArgumentsHasAnEmptyObject() throws MalformedBody {
    assertThat(
            events(
                "{\"contentBlockStart\":{\"contentBlockIndex\":0,\"start\":{\"toolUse\":"
                    + "{\"toolUseId\":\"t\",\"name\":\"look\"}}}}",
                "{\"contentBlockStop\":{\"contentBlockIndex\":0}}",
                "{\"somethingNew\":{}}"))
        .containsExactly(
            new AnswerEvent.Started("converse-1", ""),
            new AnswerEvent.CallStarted(0, 0, "t", "look", null),
            new AnswerEvent.CallArguments(0, 0, "{}"));
  }

  @Test
  void garbageIsRefusedAndNothingElseHappens() throws MalformedBody {
    String[] bodies = {
      "{\"output\":{\"message\":{\"content\":[{\"toolUse\":{\"toolUseId\":\"t\",\"name\":\"n\","
          + "\"input\":{\"a\":[1]}}},{\"citationsContent\":{\"content\":[{\"text\":\"a\"}],"
          + "\"citations\":[{\"location\":{\"web\":{\"url\":\"u\"}}}]}}]}},"
          + "\"stopReason\":\"end_turn\",\"usage\":{\"inputTokens\":1,\"outputTokens\":2}}",
      "{\"contentBlockDelta\":{\"contentBlockIndex\":0,\"delta\":{\"reasoningContent\":"
          + "{\"text\":\"a\",\"signature\":\"b\"},\"citation\":{\"title\":\"t\"}}}}",
      "{\"metadata\":{\"usage\":{\"inputTokens\":1},\"metrics\":{}}}",
    };
    int refused = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      byte[] body = utf8(bodies[random.nextInt(bodies.length)]);
      for (int change = random.nextInt(4); change >= 0; change--) {
        body[random.nextInt(body.length)] = body[random.nextInt(body.length)];
      }
      try {
        format.watch(1).look(body, 0, body.length);
        format.eventReader().read(body, 0, body.length, event -> {});
        format.readReply(body);
      } catch (MalformedBody e) {
        refused++;
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
    assertThat(refused).isPositive();
    String deep = "{\"output\":" + "{\"a\":".repeat(40) + "1" + "}".repeat(41);
    AnswerWatch watch = format.watch(1);
    watch.look(utf8(deep), 0, deep.length());
    assertThat(watch.hasContent()).isFalse();
  }

  private Conversation shown(Media media) {
    return asked(
        List.of(new Turn(Role.USER, List.of(new Part.Attachment(media)))),
        Toolbox.NONE,
        new OutputFormat.Plain(),
        null);
  }

  private static Conversation asked(
      List<Turn> turns, Toolbox toolbox, OutputFormat output, @Nullable Reasoning reasoning) {
    return new Conversation(
        List.of(),
        turns,
        toolbox,
        output,
        Generation.DEFAULT,
        reasoning,
        null,
        Extras.none(Vendor.OPENAI));
  }

  private JsonNode write(Conversation conversation, String model) throws Inexpressible {
    return JsonMapper.shared().readTree(format.writeRequest(conversation, model, false, dropped));
  }

  private List<AnswerEvent> events(String... datas) throws MalformedBody {
    List<AnswerEvent> events = new ArrayList<>();
    EventReader reader = format.eventReader();
    for (String data : datas) {
      byte[] bytes = utf8(data);
      reader.read(bytes, 0, bytes.length, events::add);
    }
    return events;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
