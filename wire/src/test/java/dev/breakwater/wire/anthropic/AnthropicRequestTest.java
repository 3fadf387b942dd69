package dev.breakwater.wire.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Extras;
import dev.breakwater.wire.conversation.Generation;
import dev.breakwater.wire.conversation.Media;
import dev.breakwater.wire.conversation.OutputFormat;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Reasoning;
import dev.breakwater.wire.conversation.Reasoning.Amount;
import dev.breakwater.wire.conversation.Role;
import dev.breakwater.wire.conversation.Sampling;
import dev.breakwater.wire.conversation.Signature;
import dev.breakwater.wire.conversation.Toolbox;
import dev.breakwater.wire.conversation.Turn;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.format.Dropped;
import dev.breakwater.wire.format.Inexpressible;
import dev.breakwater.wire.format.JsonByTool;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonSlice;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a request for a Claude is made into, beyond saying the same. */
class AnthropicRequestTest {
  private static final String OLD = "claude-3-5-haiku";
  private static final String BUDGETED = "claude-sonnet-4-5";
  private static final String ADAPTIVE = "claude-opus-4-7";
  private static final Toolbox.Tool TOOL =
      new Toolbox.Tool("look", null, Json.object().put("type", "object"), false);
  private static final Part CALL = new Part.ToolCall("call_1", "look", "{}");
  private static final Part RESULT =
      new Part.ToolResult("call_1", null, List.of(new Part.Text("Rain")), false);
  private static final Turn HELLO = Turn.text(Role.USER, "Hello");
  private static final Reasoning HIGH =
      new Reasoning(new Amount.AtEffort(Reasoning.Effort.HIGH), true);

  private final Dropped dropped = new Dropped();

  @Test
  void anEffortIsABudgetWhereTheModelKnowsNoEfforts() throws Inexpressible {
    JsonNode body = write(thinking(HIGH, null), BUDGETED);
    assertThat(body.path("thinking").toString())
        .isEqualTo("{\"type\":\"enabled\",\"budget_tokens\":24576}");
    assertThat(body.path("max_tokens").intValue()).isEqualTo(24_576 + 4096);
    assertThat(dropped.fields()).isEmpty();
  }

  @Test
  void aBudgetIsAnEffortWhereTheModelTakesNoBudget() throws Inexpressible {
    JsonNode body = write(thinking(new Reasoning(new Amount.Budget(5000), false), 900L), ADAPTIVE);
    assertThat(body.path("thinking").toString())
        .isEqualTo("{\"type\":\"adaptive\",\"display\":\"omitted\"}");
    assertThat(body.path("output_config").path("effort").stringValue()).isEqualTo("medium");
    assertThat(body.path("max_tokens").intValue()).isEqualTo(900);
  }

  @Test
  void aBudgetFitsTheClientsLimitOrThinkingIsDropped() throws Inexpressible {
    JsonNode fits = write(thinking(HIGH, 10_000L), BUDGETED);
    assertThat(fits.path("thinking").path("budget_tokens").intValue()).isEqualTo(5000);
    assertThat(dropped.fields()).isEmpty();
    JsonNode tight = write(thinking(HIGH, 1000L), BUDGETED);
    assertThat(tight.path("thinking").path("type").stringValue()).isEqualTo("disabled");
    assertThat(dropped.fields()).containsExactly("reasoning_effort");
  }

  @Test
  void aModelThatDoesNotThinkIsNotToldTo() throws Inexpressible {
    assertThat(write(thinking(HIGH, null), OLD).has("thinking")).isFalse();
    assertThat(dropped.fields()).containsExactly("reasoning_effort");
  }

  @Test
  void thinkingGivesWayToAForcedCall() throws Inexpressible {
    Toolbox forced = new Toolbox(List.of(TOOL), new Toolbox.Choice.Required(), true);
    JsonNode body =
        write(conversation(List.of(HELLO), forced, HIGH, new OutputFormat.Plain()), ADAPTIVE);
    assertThat(body.has("thinking")).isFalse();
    assertThat(body.path("tool_choice").path("type").stringValue()).isEqualTo("any");
    assertThat(dropped.fields()).containsExactly("reasoning_effort");
  }

  @Test
  void thinkingWithABudgetGivesWayToCallsOfAnotherModel() throws Inexpressible {
    Part foreign = new Part.Thinking("Hm", new Signature(Vendor.GOOGLE, "x"));
    List<Turn> turns =
        List.of(
            HELLO,
            new Turn(Role.ASSISTANT, List.of(foreign, CALL)),
            new Turn(Role.USER, List.of(RESULT)));
    Toolbox tools = new Toolbox(List.of(TOOL), new Toolbox.Choice.Automatic(), true);
    JsonNode body = write(conversation(turns, tools, HIGH, new OutputFormat.Plain()), BUDGETED);
    assertThat(body.path("thinking").path("type").stringValue()).isEqualTo("disabled");
    assertThat(body.path("messages").get(1).path("content").size()).isEqualTo(1);
    assertThat(dropped.fields()).containsExactly("reasoning_effort");
    Dropped none = new Dropped();
    Conversation adaptive = conversation(turns, tools, HIGH, new OutputFormat.Plain());
    assertThat(write(adaptive, ADAPTIVE, none).path("thinking").path("type").stringValue())
        .isEqualTo("adaptive");
    assertThat(none.fields()).isEmpty();
  }

  @Test
  void samplingIsWhatTheModelTakes() throws Inexpressible {
    Sampling all = new Sampling(1.8, 0.9, 7L, 0.5, -0.5, 3L);
    JsonNode old = write(sampled(all, null), OLD);
    assertThat(old.path("temperature").doubleValue()).isEqualTo(1.0);
    assertThat(old.path("top_p").doubleValue()).isEqualTo(0.9);
    assertThat(old.path("top_k").intValue()).isEqualTo(7);
    assertThat(dropped.fields()).containsExactly("frequency_penalty", "presence_penalty", "seed");
    Dropped budgeted = new Dropped();
    assertThat(write(sampled(all, null), BUDGETED, budgeted).has("top_p")).isFalse();
    assertThat(budgeted.fields()).contains("top_p").doesNotContain("temperature");
    Dropped adaptive = new Dropped();
    JsonNode none =
        write(sampled(new Sampling(0.3, null, 7L, 0.0, null, null), null), ADAPTIVE, adaptive);
    assertThat(none.has("temperature") || none.has("top_k")).isFalse();
    assertThat(adaptive.fields()).containsExactly("temperature", "top_k");
    Dropped thinking = new Dropped();
    assertThat(write(sampled(all, HIGH), BUDGETED, thinking).has("top_k")).isFalse();
    assertThat(thinking.fields()).contains("top_k", "top_p").doesNotContain("reasoning_effort");
  }

  @Test
  void aSchemaIsNativeWhereModelAndSchemaAllowIt() throws Inexpressible {
    ObjectNode named = closed().put("$schema", "http://json-schema.org/draft-07/schema#");
    JsonNode body = write(schema(named), BUDGETED);
    assertThat(body.path("output_config").path("format").path("schema")).isEqualTo(closed());
    assertThat(body.has("tools")).isFalse();
  }

  @Test
  void aSchemaIsAForcedToolElsewhere() throws Inexpressible {
    ObjectNode open = closed();
    open.remove("additionalProperties");
    for (JsonNode body : List.of(write(schema(closed()), OLD), write(schema(open), BUDGETED))) {
      assertThat(body.has("output_config")).isFalse();
      assertThat(body.path("tools").get(0).path("name").stringValue()).isEqualTo(JsonByTool.NAME);
      assertThat(body.path("tool_choice").path("name").stringValue()).isEqualTo(JsonByTool.NAME);
      assertThat(body.path("system").stringValue()).contains(JsonByTool.NAME);
    }
    ObjectNode list = Json.object().put("type", "array");
    Inexpressible refused =
        catchThrowableOfType(Inexpressible.class, () -> write(schema(list), OLD));
    assertThat(refused.field()).isEqualTo("response_format");
  }

  @Test
  void jsonModeLeavesTheModelItsOtherTools() throws Inexpressible {
    Toolbox tools = new Toolbox(List.of(TOOL), new Toolbox.Choice.Automatic(), true);
    JsonNode body =
        write(conversation(List.of(HELLO), tools, null, new OutputFormat.JsonMode()), BUDGETED);
    assertThat(body.path("tools").size()).isEqualTo(2);
    assertThat(body.path("tool_choice").path("type").stringValue()).isEqualTo("any");
    assertThat(body.path("tools").get(1).path("input_schema").toString())
        .isEqualTo("{\"type\":\"object\"}");
  }

  @Test
  void resultsComeFirstAndNeighboursBecomeOneTurn() throws Inexpressible {
    List<Turn> turns =
        List.of(
            Turn.text(Role.ASSISTANT, "Hi, I am here."),
            HELLO,
            new Turn(Role.ASSISTANT, List.of(new Part.Text("  "), CALL)),
            Turn.text(Role.USER, "By the way"),
            new Turn(Role.USER, List.of(RESULT, new Part.CachePoint())));
    JsonNode body = write(conversation(turns, Toolbox.NONE, null, new OutputFormat.Plain()), OLD);
    assertThat(body.path("messages").toString())
        .isEqualTo(
            "[{\"role\":\"user\",\"content\":\"Go on.\"},"
                + "{\"role\":\"assistant\",\"content\":\"Hi, I am here.\"},"
                + "{\"role\":\"user\",\"content\":\"Hello\"},"
                + "{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"call_1\","
                + "\"name\":\"look\",\"input\":{}}]},"
                + "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\","
                + "\"tool_use_id\":\"call_1\",\"content\":\"Rain\","
                + "\"cache_control\":{\"type\":\"ephemeral\"}},"
                + "{\"type\":\"text\",\"text\":\"By the way\"}]}]");
    assertThat(body.path("tools").get(0).path("name").stringValue()).isEqualTo("look");
    assertThat(body.path("tool_choice").path("type").stringValue()).isEqualTo("none");
  }

  @Test
  void idsThatAnthropicRefusesAreReplacedAlikeInCallAndResult() throws Inexpressible {
    String id = "functions.look:0";
    List<Turn> turns =
        List.of(
            HELLO,
            new Turn(Role.ASSISTANT, List.of(new Part.ToolCall(id, "look", "not JSON"))),
            new Turn(Role.USER, List.of(new Part.ToolResult(id, null, List.of(), true))));
    JsonNode messages =
        write(conversation(turns, Toolbox.NONE, null, new OutputFormat.Plain()), OLD)
            .path("messages");
    JsonNode call = messages.get(1).path("content").get(0);
    JsonNode result = messages.get(2).path("content").get(0);
    assertThat(call.path("id").stringValue()).matches("[a-zA-Z0-9_-]+").startsWith("functions_");
    assertThat(result.path("tool_use_id")).isEqualTo(call.path("id"));
    assertThat(call.path("input").toString()).isEqualTo("{\"arguments\":\"not JSON\"}");
    assertThat(result.path("is_error").booleanValue()).isTrue();
  }

  @Test
  void onlySomeToolsAreThoseThatAreShown() throws Inexpressible {
    Toolbox.Tool other = new Toolbox.Tool("other", null, null, true);
    Toolbox some =
        new Toolbox(List.of(TOOL, other), new Toolbox.Choice.Among(List.of("other"), true), false);
    JsonNode body = write(conversation(List.of(HELLO), some, null, new OutputFormat.Plain()), OLD);
    assertThat(body.path("tools").toString())
        .isEqualTo(
            "[{\"name\":\"other\",\"input_schema\":{\"type\":\"object\",\"properties\":{}}}]");
    assertThat(body.path("tool_choice").toString())
        .isEqualTo("{\"type\":\"any\",\"disable_parallel_tool_use\":true}");
    assertThat(dropped.fields()).containsExactly("strict");
  }

  @Test
  void whatCannotBeSaidIsRefusedByName() {
    assertThat(refused(generation(new Generation(Sampling.DEFAULT, null, List.of(), 2, null))))
        .isEqualTo("n");
    assertThat(refused(generation(new Generation(Sampling.DEFAULT, null, List.of(), 1, 3))))
        .isEqualTo("logprobs");
    Extras foreign = Extras.none(Vendor.OPENAI);
    foreign.essential().put("logit_bias", true);
    assertThat(
            refused(
                new Conversation(
                    List.of(),
                    List.of(HELLO),
                    Toolbox.NONE,
                    new OutputFormat.Plain(),
                    Generation.DEFAULT,
                    null,
                    null,
                    foreign)))
        .isEqualTo("logit_bias");
    JsonSlice data = JsonSlice.of("AAAA");
    for (Media media :
        List.of(
            new Media.Inline("audio/wav", data),
            new Media.Inline("image/tiff", data),
            new Media.Link(Media.Kind.VIDEO, null, "https://x/y.mp4"),
            new Media.Uploaded(Vendor.OPENAI, Media.Kind.IMAGE, null, "file-1"))) {
      Turn shown = new Turn(Role.USER, List.of(new Part.Attachment(media)));
      assertThat(
              refused(conversation(List.of(shown), Toolbox.NONE, null, new OutputFormat.Plain())))
          .as("%s", media)
          .isNotEmpty();
    }
  }

  @Test
  void harmlessExtrasOfOthersAreDroppedByName() throws Inexpressible {
    Extras foreign = Extras.none(Vendor.OPENAI);
    foreign.harmless().put("service_tier", "auto").put("store", true);
    write(
        new Conversation(
            List.of(),
            List.of(HELLO),
            Toolbox.NONE,
            new OutputFormat.Plain(),
            Generation.DEFAULT,
            null,
            null,
            foreign),
        OLD);
    assertThat(dropped.fields()).containsExactlyInAnyOrder("service_tier", "store");
  }

  @Test
  void aTextFileIsADocumentOfPlainText() throws Inexpressible {
    Part file =
        new Part.Attachment(
            new Media.Inline("text/csv", JsonSlice.of("YSxiCg==")), "table.csv", "high");
    JsonNode body =
        write(
            conversation(
                List.of(new Turn(Role.USER, List.of(file))),
                Toolbox.NONE,
                null,
                new OutputFormat.Plain()),
            OLD);
    assertThat(body.path("messages").get(0).path("content").get(0).toString())
        .isEqualTo(
            "{\"type\":\"document\",\"source\":{\"type\":\"text\",\"media_type\":\"text/plain\","
                + "\"data\":\"a,b\\n\"},\"title\":\"table.csv\"}");
    assertThat(dropped.fields()).containsExactly("detail");
  }

  private String refused(Conversation conversation) {
    return catchThrowableOfType(Inexpressible.class, () -> write(conversation, BUDGETED)).field();
  }

  private JsonNode write(Conversation conversation, String model) throws Inexpressible {
    return write(conversation, model, dropped);
  }

  private static JsonNode write(Conversation conversation, String model, Dropped dropped)
      throws Inexpressible {
    return JsonMapper.shared()
        .readTree(new AnthropicFormat().writeRequest(conversation, model, false, dropped));
  }

  private static Conversation thinking(Reasoning reasoning, @Nullable Long most) {
    return new Conversation(
        List.of(),
        List.of(HELLO),
        Toolbox.NONE,
        new OutputFormat.Plain(),
        new Generation(Sampling.DEFAULT, most, List.of()),
        reasoning,
        null,
        Extras.none(Vendor.OPENAI));
  }

  private static Conversation sampled(Sampling sampling, @Nullable Reasoning reasoning) {
    return new Conversation(
        List.of(),
        List.of(HELLO),
        Toolbox.NONE,
        new OutputFormat.Plain(),
        new Generation(sampling, null, List.of()),
        reasoning,
        null,
        Extras.none(Vendor.OPENAI));
  }

  private static Conversation generation(Generation generation) {
    return new Conversation(
        List.of(),
        List.of(HELLO),
        Toolbox.NONE,
        new OutputFormat.Plain(),
        generation,
        null,
        null,
        Extras.none(Vendor.OPENAI));
  }

  private static Conversation schema(ObjectNode schema) {
    return conversation(
        List.of(HELLO),
        Toolbox.NONE,
        null,
        new OutputFormat.JsonSchema("city", null, schema, true));
  }

  private static ObjectNode closed() {
    ObjectNode schema = Json.object().put("type", "object");
    schema.putObject("properties").putObject("name").put("type", "string");
    return schema.put("additionalProperties", false);
  }

  private static Conversation conversation(
      List<Turn> turns, Toolbox toolbox, @Nullable Reasoning reasoning, OutputFormat output) {
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
}
