package dev.breakwater.wire.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
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
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonSlice;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class OpenAiRequestWriterTest {
  private static final OpenAiFormat FORMAT = new OpenAiFormat(() -> 0);
  private static final List<Turn> HI = List.of(Turn.text(Role.USER, "Hi"));
  private final Dropped dropped = new Dropped();

  @ParameterizedTest
  @CsvSource({
    "gpt-4o,max_tokens,true",
    "llama-3.3-70b,max_tokens,true",
    "gpt-oss-120b,max_tokens,true",
    "gpt-5,max_completion_tokens,false",
    "gpt-5-chat-latest,max_tokens,true",
    "openai/o4-mini,max_completion_tokens,false",
    "ft:gpt-5.1-mini:me,max_completion_tokens,false",
  })
  void modelsThatThinkTakeOtherFields(String model, String limit, boolean sampled)
      throws Exception {
    Generation generation =
        new Generation(new Sampling(0.5, 0.9, 40L, 1.0, 0.0, 7L), 64L, List.of());
    JsonNode sent = write(asking(generation), model);
    assertThat(sent.get(limit).longValue()).isEqualTo(64);
    assertThat(sent.has("temperature")).isEqualTo(sampled);
    assertThat(sent.get("presence_penalty").asDouble()).isZero();
    assertThat(sent.get("seed").longValue()).isEqualTo(7);
    assertThat(dropped.fields())
        .containsExactlyElementsOf(
            sampled
                ? List.of("top_k")
                : List.of("temperature", "top_p", "frequency_penalty", "top_k"));
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-4o,high,",
    "gpt-4o,off,",
    "o4-mini,minimal,low",
    "o4-mini,max,high",
    "o3,off,",
    "gpt-5,minimal,minimal",
    "gpt-5,off,minimal",
    "gpt-5.1,off,none",
    "gpt-5.1,dynamic,medium",
    "gpt-5.1,xhigh,high",
    "gpt-5.2,max,xhigh",
    "gpt-5,dynamic,",
    "gpt-oss-20b,medium,medium",
    "anthropic/claude-sonnet-4.5,low,low",
    "mistral-large,low,",
  })
  void anAmountOfThinkingIsSaidInTheNearestWord(String model, String amount, String word)
      throws Exception {
    Amount wished =
        switch (amount) {
          case "off" -> new Amount.Off();
          case "dynamic" -> new Amount.Dynamic();
          default ->
              new Amount.AtEffort(java.util.Objects.requireNonNull(Reasoning.Effort.of(amount)));
        };
    Conversation conversation =
        new Conversation(
            List.of(),
            HI,
            Toolbox.NONE,
            new OutputFormat.Plain(),
            Generation.DEFAULT,
            new Reasoning(wished, true),
            null,
            Extras.none(Vendor.OPENAI));
    JsonNode effort = write(conversation, model).get("reasoning_effort");
    assertThat(effort == null ? null : effort.stringValue()).isEqualTo(word);
    boolean lost =
        word == null && !model.equals("gpt-5") && !(model.equals("gpt-4o") && amount.equals("off"));
    assertThat(dropped.fields()).isEqualTo(lost ? List.of("reasoning_effort") : List.of());
  }

  @Test
  void picturesThatAToolGaveFollowAllResultsOfTheTurn() throws Exception {
    Media picture = new Media.Inline("image/png", JsonSlice.of("QUJD"));
    List<Turn> turns =
        List.of(
            new Turn(
                Role.ASSISTANT,
                List.of(
                    new Part.ToolCall("call_1", "look", "{}"),
                    new Part.ToolCall("call_2", "look", "{}"))),
            new Turn(
                Role.USER,
                List.of(
                    new Part.ToolResult(
                        "call_1", null, List.of(new Part.Attachment(picture)), false),
                    new Part.ToolResult(
                        "call_2",
                        null,
                        List.of(new Part.Text("seen"), new Part.Attachment(picture)),
                        true),
                    new Part.Text("Well?"))));
    JsonNode messages = write(saying(turns), "m").get("messages");
    assertThat(messages.size()).isEqualTo(4);
    assertThat(messages.get(1).toString())
        .isEqualTo(
            "{\"role\":\"tool\",\"tool_call_id\":\"call_1\","
                + "\"content\":\"The result follows as an attachment.\"}");
    assertThat(messages.get(2).get("content").stringValue()).isEqualTo("seen");
    JsonNode user = messages.get(3).get("content");
    assertThat(user.size()).isEqualTo(5);
    assertThat(user.get(0).get("text").stringValue()).contains("call_1");
    assertThat(user.get(1).get("image_url").get("url").stringValue())
        .isEqualTo("data:image/png;base64,QUJD");
    assertThat(user.get(4).get("text").stringValue()).isEqualTo("Well?");
    assertThat(dropped.fields()).containsExactly("is_error");
  }

  @Test
  void idsThatAServerWouldRefuseAreMappedAlikeInCallAndResult() throws Exception {
    String odd = "functions.look:0/" + "x".repeat(60);
    List<Turn> turns =
        List.of(
            new Turn(Role.ASSISTANT, List.of(new Part.ToolCall(odd, "look", "{}"))),
            new Turn(
                Role.USER,
                List.of(new Part.ToolResult(odd, null, List.of(new Part.Text("a")), false))));
    for (String model : List.of("gpt-4o", "mistral-large-latest")) {
      JsonNode messages = write(saying(turns), model).get("messages");
      String call = messages.get(0).get("tool_calls").get(0).get("id").stringValue();
      assertThat(messages.get(1).get("tool_call_id").stringValue()).isEqualTo(call);
      assertThat(call)
          .matches(model.startsWith("mistral") ? "[a-zA-Z0-9]{9}" : "[a-zA-Z0-9_-]{1,40}");
    }
  }

  @Test
  void aServerGetsItsOwnThoughtsBackAndNobodyElses() throws Exception {
    JsonNode given =
        JsonMapper.shared()
            .readTree(
                "{\"id\":\"a\",\"model\":\"m\",\"choices\":[{\"index\":0,\"finish_reason\":\"stop\","
                    + "\"message\":{\"content\":\"C\",\"reasoning\":\"AB\",\"reasoning_details\":["
                    + "{\"type\":\"reasoning.text\",\"text\":\"AB\",\"signature\":\"s\","
                    + "\"format\":\"anthropic-claude-v1\",\"index\":0},"
                    + "{\"type\":\"reasoning.encrypted\",\"data\":\"e\",\"id\":\"x\",\"index\":1}]}}]}");
    List<Part> parts = FORMAT.readReply(bytes(given.toString())).first().parts();
    Part foreign = new Part.Thinking("No", new Signature(Vendor.ANTHROPIC, "z"));
    List<Part> all = new java.util.ArrayList<>(parts);
    all.add(foreign);
    JsonNode message =
        write(saying(List.of(new Turn(Role.ASSISTANT, all))), "m").get("messages").get(0);
    assertThat(message.get("content").stringValue()).isEqualTo("C");
    JsonNode details = message.get("reasoning_details");
    JsonNode original = given.at("/choices/0/message/reasoning_details");
    assertThat(details).isEqualTo(original);
    assertThat(message.has("reasoning_content")).isFalse();
  }

  @Test
  void plainThoughtsGoBackInTheirFieldWhileTheToolsAreBeingCalled() throws Exception {
    Part thinking =
        new Part.Thinking("Hm", new Signature(Vendor.OPENAI, "chat.field.reasoning_content"));
    Turn call = new Turn(Role.ASSISTANT, List.of(thinking, new Part.ToolCall("a", "f", "{}")));
    Turn result =
        new Turn(
            Role.USER, List.of(new Part.ToolResult("a", null, List.of(new Part.Text("1")), false)));
    List<Turn> open = List.of(HI.getFirst(), call, result);
    assertThat(
            write(saying(open), "m").get("messages").get(1).get("reasoning_content").stringValue())
        .isEqualTo("Hm");
    List<Turn> over = List.of(HI.getFirst(), call, result, HI.getFirst());
    assertThat(write(saying(over), "m").get("messages").get(1).has("reasoning_content")).isFalse();
  }

  @Test
  void whatIsNotStrictEnoughIsSentUnstrictly() throws Exception {
    ObjectNode open = Json.object().put("type", "object");
    open.putObject("properties").putObject("a").put("type", "string");
    Conversation conversation =
        new Conversation(
            List.of(),
            HI,
            new Toolbox(
                List.of(new Toolbox.Tool("f", null, open, true)),
                new Toolbox.Choice.Among(List.of("f"), true),
                true),
            new OutputFormat.JsonSchema("a name!", null, open, true),
            Generation.DEFAULT,
            null,
            null,
            Extras.none(Vendor.OPENAI));
    JsonNode sent = write(conversation, "m");
    assertThat(sent.at("/tools/0/function/strict").isMissingNode()).isTrue();
    assertThat(sent.get("tool_choice").stringValue()).isEqualTo("required");
    assertThat(sent.at("/response_format/json_schema/strict").booleanValue()).isFalse();
    assertThat(sent.at("/response_format/json_schema/name").stringValue()).isEqualTo("answer");
    assertThat(dropped.fields())
        .containsExactlyInAnyOrder("tools.function.strict", "response_format.json_schema.strict");
  }

  @Test
  void jsonModeSpeaksOfJsonAsOpenAiDemands() throws Exception {
    Conversation conversation =
        new Conversation(
            List.of(),
            HI,
            Toolbox.NONE,
            new OutputFormat.JsonMode(),
            Generation.DEFAULT,
            null,
            null,
            Extras.none(Vendor.GOOGLE));
    JsonNode sent = write(conversation, "m");
    assertThat(sent.at("/messages/0/content").stringValue()).contains("JSON");
    assertThat(sent.at("/response_format/type").stringValue()).isEqualTo("json_object");
  }

  @Test
  void whatCannotBeSaidIsRefusedByName() {
    Part link = new Part.Attachment(new Media.Link(Media.Kind.DOCUMENT, null, "https://x/y.pdf"));
    assertThat(refused(saying(List.of(new Turn(Role.USER, List.of(link)))), "m")).isEqualTo("file");
    Part upload =
        new Part.Attachment(
            new Media.Uploaded(Vendor.ANTHROPIC, Media.Kind.DOCUMENT, null, "file_1"));
    assertThat(refused(saying(List.of(new Turn(Role.USER, List.of(upload)))), "m"))
        .isEqualTo("file_id");
    Part flac = new Part.Attachment(new Media.Inline("audio/flac", JsonSlice.of("QUJD")));
    assertThat(refused(saying(List.of(new Turn(Role.USER, List.of(flac)))), "m"))
        .isEqualTo("input_audio");
    Generation stop = new Generation(Sampling.DEFAULT, null, List.of("END"));
    assertThat(refused(asking(stop), "gpt-5")).isEqualTo("stop");
    Generation logprobs = new Generation(Sampling.DEFAULT, null, List.of(), 1, 3);
    assertThat(refused(asking(logprobs), "o3")).isEqualTo("logprobs");
    Extras extras = Extras.none(Vendor.GOOGLE);
    extras.essential().put("cachedContent", "c");
    assertThat(refused(with(extras), "m")).isEqualTo("cachedContent");
  }

  @Test
  void extrasOfOpenAisOwnAreCarriedOnAndOthersNamed() throws Exception {
    Extras extras = Extras.none(Vendor.OPENAI);
    extras.essential().putObject("logit_bias").put("1", 5);
    extras.harmless().put("verbosity", "low").put("store", true);
    JsonNode sent = write(with(extras), "m");
    assertThat(sent.at("/logit_bias/1").intValue()).isEqualTo(5);
    assertThat(sent.get("verbosity").stringValue()).isEqualTo("low");
    assertThat(sent.has("store")).isFalse();
    assertThat(dropped.fields()).containsExactly("store");
  }

  @Test
  void aLargePictureIsCopiedTwiceAtMost() throws Exception {
    byte[] body =
        bytes(
            "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":"
                + "{\"url\":\"data:image/png;base64,"
                + "QUJDREVG".repeat(10 << 17)
                + "\"}}]}]}");
    translate(body);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    byte[] sent = translate(body);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(sent.length).isGreaterThan(10 << 20);
    assertThat(allocated / (double) body.length).isLessThan(2.2);
  }

  private byte[] translate(byte[] body) throws Exception {
    return FORMAT.writeRequest(FORMAT.readRequest(body), "m", false, dropped);
  }

  private String refused(Conversation conversation, String model) {
    return catchThrowableOfType(Inexpressible.class, () -> write(conversation, model)).field();
  }

  private JsonNode write(Conversation conversation, String model) throws Inexpressible {
    return JsonMapper.shared().readTree(FORMAT.writeRequest(conversation, model, false, dropped));
  }

  private static Conversation asking(Generation generation) {
    return new Conversation(
        List.of(),
        HI,
        Toolbox.NONE,
        new OutputFormat.Plain(),
        generation,
        null,
        null,
        Extras.none(Vendor.OPENAI));
  }

  private static Conversation saying(List<Turn> turns) {
    return new Conversation(
        List.of(),
        turns,
        Toolbox.NONE,
        new OutputFormat.Plain(),
        Generation.DEFAULT,
        null,
        null,
        Extras.none(Vendor.OPENAI));
  }

  private static Conversation with(Extras extras) {
    return new Conversation(
        List.of(),
        HI,
        Toolbox.NONE,
        new OutputFormat.Plain(),
        Generation.DEFAULT,
        null,
        null,
        extras);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
