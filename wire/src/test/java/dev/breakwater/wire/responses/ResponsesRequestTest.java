package dev.breakwater.wire.responses;

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
import dev.breakwater.wire.conversation.Role;
import dev.breakwater.wire.conversation.Sampling;
import dev.breakwater.wire.conversation.Signature;
import dev.breakwater.wire.conversation.Toolbox;
import dev.breakwater.wire.conversation.Turn;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.format.Dropped;
import dev.breakwater.wire.format.Inexpressible;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.MalformedBody;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ResponsesRequestTest {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private static Conversation read(String body) throws MalformedBody {
    return Events.FORMAT.readRequest(Events.utf8(body));
  }

  private static JsonNode write(Conversation conversation, String model, Dropped dropped)
      throws Inexpressible {
    return MAPPER.readTree(Events.FORMAT.writeRequest(conversation, model, false, dropped));
  }

  private static Conversation saying(
      Generation generation, @Nullable Reasoning reasoning, Extras extras, Part... parts) {
    return new Conversation(
        List.of(),
        List.of(new Turn(Role.USER, List.of(parts))),
        Toolbox.NONE,
        new OutputFormat.Plain(),
        generation,
        reasoning,
        null,
        extras);
  }

  private static Inexpressible inexpressible(Conversation conversation) {
    return catchThrowableOfType(Inexpressible.class, () -> write(conversation, "m", new Dropped()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"input\":7}|input",
        "{\"input\":[]}|input",
        "{}|input",
        "{\"input\":\"x\",\"background\":true}|background",
        "{\"input\":\"x\",\"conversation\":{\"id\":\"conv_1\"}}|conversation",
        "{\"input\":\"x\",\"previous_response_id\":\"resp_1\"}|previous_response_id",
        "{\"input\":[{\"type\":\"item_reference\",\"id\":\"msg_1\"}]}|input[0].id",
        "{\"input\":[{\"role\":\"robot\",\"content\":\"x\"}]}|input[0].role",
        "{\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"smell\"}]}]}|input[0].content[0].type",
        "{\"input\":[{\"role\":\"user\"}]}|input[0].content",
        "{\"input\":[{\"type\":\"function_call\",\"name\":\"n\",\"arguments\":\"{}\"}]}|input[0].call_id",
        "{\"input\":\"x\",\"temperature\":3}|temperature",
        "{\"input\":\"x\",\"tools\":[{\"type\":\"function\"}]}|tools[0].name",
        "{\"input\":\"x\",\"tool_choice\":\"maybe\"}|tool_choice",
        "{\"input\":\"x\",\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"n\"}}}|text.format.schema",
        "{\"input\":\"x\",\"reasoning\":{\"effort\":\"huge\"}}|reasoning.effort",
      })
  void whatIsWrongIsNamed(String body, String field) {
    MalformedBody malformed = catchThrowableOfType(MalformedBody.class, () -> read(body));
    assertThat(malformed.field()).isEqualTo(field);
    assertThat(malformed).hasMessageContaining(field);
  }

  @Test
  void aVendorsOwnToolsAndItemsAreEssentialAndLabelsAreNot() throws Exception {
    Conversation conversation =
        read(
            """
            {"input":[{"role":"user","content":"x"},{"type":"web_search_call","id":"ws_1","status":"completed"}],
             "tools":[{"type":"web_search"},{"type":"function","name":"f","parameters":null}],
             "tool_choice":{"type":"web_search"},"prompt":{"id":"p"},"store":true,
             "include":["web_search_call.action.sources"],"truncation":"auto","new_label":1}\
            """);
    assertThat(conversation.extras().essential().propertyNames())
        .containsExactlyInAnyOrder("input[1].type", "tools", "tool_choice", "prompt");
    assertThat(conversation.extras().harmless().propertyNames())
        .containsExactlyInAnyOrder("include", "truncation", "new_label");
    assertThat(conversation.toolbox().tools()).extracting(Toolbox.Tool::name).containsExactly("f");
    assertThat(inexpressible(conversation)).isNotNull();
  }

  @Test
  void aTextIsAUsersTurnAndTheEndUserMayHaveEitherName() throws Exception {
    Conversation conversation = read("{\"input\":\"Hi\",\"safety_identifier\":\"u\"}");
    assertThat(conversation.turns()).containsExactly(Turn.text(Role.USER, "Hi"));
    assertThat(conversation.user()).isEqualTo("u");
    assertThat(conversation.extras().harmless().isEmpty()).isTrue();
  }

  @Test
  void whatCannotBeSaidIsNamed() {
    Extras none = Extras.none(Vendor.ANTHROPIC);
    Part text = new Part.Text("x");
    Sampling usual = Sampling.DEFAULT;
    assertThat(
            inexpressible(saying(new Generation(usual, null, List.of("END")), null, none, text))
                .field())
        .isEqualTo("stop");
    assertThat(
            inexpressible(saying(new Generation(usual, null, List.of(), 2, null), null, none, text))
                .field())
        .isEqualTo("n");
    Media sound = new Media.Inline("audio/wav", dev.breakwater.wire.json.JsonSlice.of("UklG"));
    assertThat(
            inexpressible(saying(Generation.DEFAULT, null, none, new Part.Attachment(sound)))
                .field())
        .isEqualTo("input_audio");
    Media file = new Media.Uploaded(Vendor.GOOGLE, Media.Kind.DOCUMENT, null, "f");
    assertThat(
            inexpressible(saying(Generation.DEFAULT, null, none, new Part.Attachment(file)))
                .field())
        .isEqualTo("file_id");
    ObjectNode essential = Json.object().put("cached_content", "c");
    Extras extras = new Extras(Vendor.GOOGLE, Json.object(), essential);
    assertThat(inexpressible(saying(Generation.DEFAULT, null, extras, text)).field())
        .isEqualTo("cached_content");
  }

  @Test
  void whatIsHarmlessIsDroppedAndNamed() throws Exception {
    Extras extras =
        new Extras(Vendor.ANTHROPIC, Json.object().put("service_tier", "auto"), Json.object());
    Sampling sampling = new Sampling(0.5, null, 40L, 0.1, 0.2, 7L);
    Dropped dropped = new Dropped();
    JsonNode sent =
        write(
            saying(
                new Generation(sampling, 5L, List.of()),
                new Reasoning(new Reasoning.Amount.AtEffort(Reasoning.Effort.LOW), false),
                extras,
                new Part.Text("x"),
                new Part.CachePoint()),
            "gpt-4o",
            dropped);
    assertThat(dropped.fields())
        .containsExactlyInAnyOrder(
            "cache_control",
            "reasoning_effort",
            "top_k",
            "frequency_penalty",
            "presence_penalty",
            "seed",
            "service_tier");
    assertThat(sent.get("max_output_tokens").asInt()).isEqualTo(16);
    assertThat(sent.get("temperature").asDouble()).isEqualTo(0.5);
    assertThat(sent.get("store").asBoolean()).isFalse();
    assertThat(sent.has("reasoning") || sent.has("include") || sent.has("service_tier")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-5, MINIMAL, minimal",
    "gpt-5.1, MINIMAL, low",
    "gpt-5.1, XHIGH, high",
    "gpt-5.2, XHIGH, xhigh",
    "o3, MINIMAL, low",
    "o3, MAX, high",
    "gpt-5.2, MAX, xhigh",
    "qwen, MAX, max",
  })
  void aModelIsAskedForTheEffortThatItKnows(String model, Reasoning.Effort effort, String word)
      throws Exception {
    Dropped dropped = new Dropped();
    Generation generation =
        new Generation(new Sampling(0.5, null, null, null, null, null), null, List.of());
    JsonNode sent =
        write(
            saying(
                generation,
                new Reasoning(new Reasoning.Amount.AtEffort(effort), false),
                Extras.none(Vendor.OPENAI),
                new Part.Text("x")),
            model,
            dropped);
    assertThat(sent.at("/reasoning/effort").asString()).isEqualTo(word);
    assertThat(sent.at("/include/0").asString()).isEqualTo("reasoning.encrypted_content");
    assertThat(dropped.fields().contains("temperature")).isEqualTo(!model.equals("qwen"));
  }

  @ParameterizedTest
  @CsvSource({"gpt-5, minimal", "gpt-5.1, none", "o3, low", "qwen, none"})
  void aModelThatShallNotThinkThinksAsLittleAsItCan(String model, String word) throws Exception {
    JsonNode sent =
        write(
            saying(
                Generation.DEFAULT,
                new Reasoning(new Reasoning.Amount.Off(), false),
                Extras.none(Vendor.OPENAI),
                new Part.Text("x")),
            model,
            new Dropped());
    assertThat(sent.at("/reasoning/effort").asString()).isEqualTo(word);
  }

  @Test
  void aProviderIsShownItsOwnThoughtsOnly() throws Exception {
    Turn turn =
        new Turn(
            Role.ASSISTANT,
            List.of(
                new Part.Thinking("theirs", new Signature(Vendor.ANTHROPIC, "sig")),
                new Part.HiddenThinking(new Signature(Vendor.ANTHROPIC, "data")),
                new Part.Thinking("nobody's", null),
                new Part.Thinking("own", new Signature(Vendor.OPENAI, "enc")),
                new Part.ToolCall("an id!", "f", "no json", new Signature(Vendor.GOOGLE, "s"))));
    Turn result =
        new Turn(
            Role.USER,
            List.of(new Part.ToolResult("an id!", null, List.of(new Part.Text("r")), true)));
    Conversation conversation =
        new Conversation(
            List.of(),
            List.of(turn, result),
            Toolbox.NONE,
            new OutputFormat.Plain(),
            Generation.DEFAULT,
            null,
            null,
            Extras.none(Vendor.ANTHROPIC));
    JsonNode input = write(conversation, "m", new Dropped()).get("input");
    assertThat(input).hasSize(3);
    assertThat(input.get(0).get("encrypted_content").asString()).isEqualTo("enc");
    assertThat(input.get(1).get("arguments").asString()).isEqualTo("no json");
    String id = input.get(1).get("call_id").asString();
    assertThat(id).matches("[a-zA-Z0-9_-]{1,64}");
    assertThat(input.get(2).get("call_id").asString()).isEqualTo(id);
  }

  @Test
  void thoughtsOfOthersComeBackFromTheClientAsTheyWere() throws Exception {
    for (long seed = 0; seed < 50; seed++) {
      Part call =
          new Part.ToolCall("c" + seed, "f", "{}", new Signature(Vendor.GOOGLE, "sig" + seed));
      Part hidden = new Part.HiddenThinking(new Signature(Vendor.ANTHROPIC, "data" + seed));
      JsonNode output = OutputItems.of("b", List.of(hidden, call), List.of());
      ObjectNode request = Json.object();
      request.set("input", output);
      Conversation back =
          read(new String(Json.write(request), java.nio.charset.StandardCharsets.UTF_8));
      assertThat(back.turns()).containsExactly(new Turn(Role.ASSISTANT, List.of(hidden, call)));
    }
  }

  /** Once into the request, once out of it. */
  @Test
  void anImageIsCopiedTwiceAtMost() throws Exception {
    byte[] image = new byte[10 << 20];
    Arrays.fill(image, (byte) 'A');
    byte[] head =
        Events.utf8(
            "{\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"image_url\":\"data:image/png;base64,");
    byte[] tail = Events.utf8("\"}]}]}");
    byte[] body = Arrays.copyOf(head, head.length + image.length + tail.length);
    System.arraycopy(image, 0, body, head.length, image.length);
    System.arraycopy(tail, 0, body, head.length + image.length, tail.length);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Events.FORMAT.writeRequest(read("{\"input\":\"warm\"}"), "m", false, new Dropped());
    long before = threads.getCurrentThreadAllocatedBytes();
    Conversation conversation = Events.FORMAT.readRequest(body);
    byte[] sent = Events.FORMAT.writeRequest(conversation, "m", false, new Dropped());
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(sent.length).isGreaterThan(image.length);
    assertThat(allocated).isLessThan((long) (2.2 * image.length));
  }
}
