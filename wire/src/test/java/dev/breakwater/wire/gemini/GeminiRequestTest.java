package dev.breakwater.wire.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Extras;
import dev.breakwater.wire.conversation.Generation;
import dev.breakwater.wire.conversation.Media;
import dev.breakwater.wire.conversation.OutputFormat;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Role;
import dev.breakwater.wire.conversation.Sampling;
import dev.breakwater.wire.conversation.Toolbox;
import dev.breakwater.wire.conversation.Turn;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.format.Dropped;
import dev.breakwater.wire.format.Inexpressible;
import dev.breakwater.wire.json.JsonSlice;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** What requests to Gemini say, leave out and cannot say; schemas; counts. */
class GeminiRequestTest {
  private static final Generation PLAIN = Generation.DEFAULT;
  private final GeminiFormat format = new GeminiFormat();
  private final Dropped dropped = new Dropped();

  @Test
  void harmlessWishesAreDroppedByOpenAisNames() throws Exception {
    Conversation asked =
        new Conversation(
            List.of(new Part.Text("S"), new Part.CachePoint()),
            List.of(
                new Turn(
                    Role.USER,
                    List.of(
                        new Part.Attachment(
                            new Media.Inline("image/png", JsonSlice.of("AAAA")), "a.png", "low")))),
            new Toolbox(
                List.of(new Toolbox.Tool("f", null, null, true)),
                new Toolbox.Choice.Automatic(),
                false),
            new OutputFormat.Plain(),
            PLAIN,
            null,
            "someone",
            extras("{\"service_tier\":\"flex\"}", "{}"));
    format.writeRequest(asked, "m", false, dropped);
    assertThat(dropped.fields())
        .containsExactly(
            "cache_control", "filename", "detail", "parallel_tool_calls", "user", "service_tier");
  }

  @Test
  void whatCannotBeSaidIsRefusedByName() {
    assertRefused("logit_bias", asked(PLAIN, extras("{}", "{\"logit_bias\":{}}")), "m");
    assertRefused("n", asked(generation(9, 1), none()), "m");
    assertRefused("stop", asked(generation(1, 6), none()), "m");
    Media file = new Media.Uploaded(Vendor.OPENAI, Media.Kind.IMAGE, null, "file-1");
    assertRefused("file_id", attached(file), "m");
    Media link = new Media.Link(Media.Kind.IMAGE, null, "https://example.org/a.webp");
    assertRefused("url", attached(link), "gemini-2.0-flash");
    assertRefused("response_format", toolsAndJson(), "gemini-2.5-flash");
  }

  @Test
  void whatNewerModelsCanDoIsAskedOfThem() throws Exception {
    Media link = new Media.Link(Media.Kind.IMAGE, null, "https://example.org/a.webp?b");
    assertThat(sent(attached(link), "gemini-2.5-flash"))
        .contains(
            "{\"fileData\":{\"mimeType\":\"image/webp\","
                + "\"fileUri\":\"https://example.org/a.webp?b\"}}");
    assertThat(sent(toolsAndJson(), "gemini-3-flash")).contains("\"responseMimeType\"");
  }

  @Test
  void picturesInResultsStandBesideThemForOlderModels() throws Exception {
    Part picture = new Part.Attachment(new Media.Inline("image/png", JsonSlice.of("AAAA")));
    Conversation asked =
        conversation(
            PLAIN,
            none(),
            List.of(
                new Turn(Role.ASSISTANT, List.of(new Part.ToolCall("a", "f", "no JSON"))),
                new Turn(
                    Role.USER,
                    List.of(
                        new Part.ToolResult(
                            "a", null, List.of(new Part.Text("Failed"), picture), true)))));
    String inline = "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"AAAA\"}}";
    String result =
        "{\"functionResponse\":{\"id\":\"a\",\"name\":\"f\",\"response\":{\"error\":\"Failed\"}";
    assertThat(sent(asked, "gemini-2.5-flash"))
        .contains(result + "}}," + inline)
        .contains("\"args\":{\"arguments\":\"no JSON\"}");
    assertThat(sent(asked, "gemini-3-flash")).contains(result + ",\"parts\":[" + inline + "]}}");
  }

  @Test
  void aWideSeedBecomesTheSameNarrowOneEachTime() throws Exception {
    Sampling sampling = new Sampling(null, null, null, null, null, 1L << 40);
    Conversation asked = asked(new Generation(sampling, null, List.of()), none());
    assertThat(sent(asked, "m")).contains("\"seed\":256").isEqualTo(sent(asked, "m"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"STRING\",\"nullable\":true,\"enum\":[\"a\"]}|{\"type\":[\"string\",\"null\"],\"enum\":[\"a\",null]}",
        "{\"type\":\"OBJECT\",\"properties\":{\"b\":{\"type\":\"INTEGER\"},\"a\":{\"type\":\"STRING\"}},\"propertyOrdering\":[\"a\",\"b\"]}|{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"},\"b\":{\"type\":\"integer\"}}}",
        "{\"type\":\"ARRAY\",\"min_items\":\"2\",\"items\":{\"any_of\":[{\"type\":\"NUMBER\"}]},\"example\":[1]}|{\"type\":\"array\",\"minItems\":2,\"items\":{\"anyOf\":[{\"type\":\"number\"}]},\"examples\":[[1]]}",
        "{\"type\":\"TYPE_UNSPECIFIED\",\"anyOf\":[{\"type\":\"STRING\"}],\"nullable\":true}|{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]}",
        "{\"type\":\"object\",\"properties\":{\"nullable\":{\"type\":\"string\"}}}|{\"type\":\"object\",\"properties\":{\"nullable\":{\"type\":\"string\"}}}",
      })
  void itsOwnSchemasBecomeJsonSchemas(String own, String json) {
    assertThat(GeminiSchemas.toJsonSchema(Conversations.object(own)).toString())
        .isEqualTo(Conversations.object(json).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"object\"}",
        "{\"type\":\"object\",\"properties\":{}}",
        "{\"type\":\"object\",\"properties\":{\"a\":{}}}",
        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}},\"additionalProperties\":false}",
        "{\"type\":[\"string\",\"integer\"]}",
        "{\"type\":\"integer\",\"enum\":[1]}",
        "{\"type\":\"string\",\"format\":\"email\"}",
        "{\"$ref\":\"#/$defs/a\"}",
        "{\"oneOf\":[{\"type\":\"string\"}]}",
      })
  void whatItsOwnSchemasLackIsSaidInJsonSchema(String json) {
    assertThat(GeminiSchemas.ofJsonSchema(Conversations.object(json), false)).isNull();
  }

  @Test
  void theNameOfASchemasDialectIsLeftOut() {
    ObjectNode target = Conversations.object("{}");
    ObjectNode schema =
        Conversations.object("{\"$schema\":\"http://json-schema.org/\",\"type\":\"string\"}");
    GeminiSchemas.put(target, "own", "json", schema, true);
    assertThat(target.toString()).isEqualTo("{\"own\":{\"type\":\"STRING\"}}");
    assertThat(schema.has("$schema")).isTrue();
  }

  @Test
  void aLongResultIsTheTextItself() throws MalformedBody {
    String output = "a\\n\\\"".repeat(10_000);
    Conversation asked =
        format.readRequest(
            bytes(
                "{\"contents\":[{\"parts\":[{\"functionResponse\":{\"name\":\"f\",\"response\":{\"output\":\""
                    + output
                    + "\"}}}]}]}"));
    assertThat(asked.turns().getFirst().parts().getFirst())
        .isEqualTo(
            new Part.ToolResult(
                "call_0", "f", List.of(new Part.Text("a\n\"".repeat(10_000))), false));
  }

  @Test
  void aCountIsAskedOfTheWholePrompt() throws Exception {
    GeminiProviderCount count = new GeminiProviderCount();
    assertThat(count.path("models/a b")).isEqualTo("/v1beta/models/a%20b:countTokens");
    String sent =
        new String(count.write(asked(generation(3, 1), none()), "m"), StandardCharsets.UTF_8);
    assertThat(sent)
        .isEqualTo(
            "{\"generateContentRequest\":{\"model\":\"models/m\",\"contents\":"
                + "[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]}}");
    GeminiClientCount client = new GeminiClientCount();
    assertThat(client.read(bytes(sent)).turns()).containsExactly(Turn.text(Role.USER, "Hi"));
    assertThat(client.read(bytes("{\"contents\":[{\"parts\":[{\"text\":\"Hi\"}]}]}")).turns())
        .containsExactly(Turn.text(Role.USER, "Hi"));
    byte[] answer = client.answer(7);
    assertThat(new String(answer, StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"totalTokens\":7,\"promptTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":7}]}");
    assertThat(count.read(answer)).isEqualTo(7);
    assertThatThrownBy(() -> count.read(bytes("{}"))).isInstanceOf(MalformedBody.class);
  }

  private void assertRefused(String field, Conversation asked, String model) {
    Inexpressible refused = catchThrowableOfType(Inexpressible.class, () -> sent(asked, model));
    assertThat(refused.field()).isEqualTo(field);
    assertThat(Objects.requireNonNull(refused.getMessage())).isNotEmpty();
  }

  private String sent(Conversation asked, String model) throws Inexpressible {
    return new String(format.writeRequest(asked, model, false, dropped), StandardCharsets.UTF_8);
  }

  private static Generation generation(int choices, int stops) {
    return new Generation(Sampling.DEFAULT, null, Collections.nCopies(stops, "x"), choices, null);
  }

  private static Extras none() {
    return Extras.none(Vendor.OPENAI);
  }

  private static Extras extras(String harmless, String essential) {
    return new Extras(
        Vendor.OPENAI, Conversations.object(harmless), Conversations.object(essential));
  }

  private static Conversation attached(Media media) {
    return conversation(
        PLAIN, none(), List.of(new Turn(Role.USER, List.of(new Part.Attachment(media)))));
  }

  private static Conversation toolsAndJson() {
    return new Conversation(
        List.of(),
        List.of(Turn.text(Role.USER, "Hi")),
        new Toolbox(
            List.of(new Toolbox.Tool("f", null, null, false)),
            new Toolbox.Choice.Automatic(),
            true),
        new OutputFormat.JsonMode(),
        PLAIN,
        null,
        null,
        none());
  }

  private static Conversation asked(Generation generation, Extras extras) {
    return conversation(generation, extras, List.of(Turn.text(Role.USER, "Hi")));
  }

  private static Conversation conversation(Generation generation, Extras extras, List<Turn> turns) {
    return new Conversation(
        List.of(), turns, Toolbox.NONE, new OutputFormat.Plain(), generation, null, null, extras);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
