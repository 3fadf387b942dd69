package dev.breakwater.wire.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Generation;
import dev.breakwater.wire.conversation.Media;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Reasoning;
import dev.breakwater.wire.conversation.Role;
import dev.breakwater.wire.conversation.Signature;
import dev.breakwater.wire.conversation.Toolbox;
import dev.breakwater.wire.conversation.Turn;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.json.JsonSlice;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiRequestReaderTest {
  private static final String HI = "{\"role\":\"user\",\"content\":\"Hi\"}";

  @Test
  void whatHasNoWordIsKeptAsideByItsWeight() throws MalformedBody {
    Conversation read =
        with(
            "\"logit_bias\":{\"1\":-100},\"web_search_options\":{\"a\":1},\"verbosity\":\"low\","
                + "\"store\":true,\"something\":[1],\"audio\":null,\"metadata\":{},"
                + "\"modalities\":[\"text\"],\"stream_options\":{\"include_usage\":true}");
    assertThat(read.extras().vendor()).isEqualTo(Vendor.OPENAI);
    assertThat(read.extras().essential().propertyNames())
        .containsExactlyInAnyOrder("logit_bias", "web_search_options");
    assertThat(read.extras().harmless().propertyNames())
        .containsExactlyInAnyOrder("verbosity", "store", "something");
  }

  @Test
  void soundAsAnAnswerAndOtherToolsAreEssential() throws MalformedBody {
    Conversation read =
        with(
            "\"modalities\":[\"text\",\"audio\"],\"tools\":[{\"type\":\"custom\",\"custom\":"
                + "{\"name\":\"grep\"}},{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],"
                + "\"tool_choice\":{\"type\":\"custom\",\"custom\":{\"name\":\"grep\"}}");
    assertThat(read.extras().essential().propertyNames())
        .containsExactlyInAnyOrder("modalities", "tools", "tool_choice");
    assertThat(read.toolbox().tools()).containsExactly(new Toolbox.Tool("f", null, null, false));
  }

  @Test
  void functionsAreToolsAndTheirResultsFindTheirCall() throws MalformedBody {
    Conversation read =
        request(
            "{\"messages\":["
                + HI
                + ",{\"role\":\"assistant\",\"content\":null,\"function_call\":"
                + "{\"name\":\"f\",\"arguments\":\"{}\"}},"
                + "{\"role\":\"function\",\"name\":\"f\",\"content\":\"42\"}],"
                + "\"functions\":[{\"name\":\"f\"}],\"function_call\":{\"name\":\"f\"}}");
    assertThat(read.turns())
        .containsExactly(
            Turn.text(Role.USER, "Hi"),
            new Turn(Role.ASSISTANT, List.of(new Part.ToolCall("call_1", "f", "{}"))),
            new Turn(
                Role.USER,
                List.of(new Part.ToolResult("call_1", "f", List.of(new Part.Text("42")), false))));
    assertThat(read.toolbox())
        .isEqualTo(
            new Toolbox(
                List.of(new Toolbox.Tool("f", null, null, false)),
                new Toolbox.Choice.Named("f"),
                false));
  }

  @Test
  void resultsThatFollowEachOtherAreOneTurn() throws MalformedBody {
    Conversation read =
        request(
            "{\"messages\":[{\"role\":\"assistant\",\"tool_calls\":["
                + "{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]},"
                + "{\"role\":\"tool\",\"tool_call_id\":\"a\",\"content\":\"1\"},"
                + "{\"role\":\"tool\",\"tool_call_id\":\"b\",\"content\":[{\"type\":\"text\","
                + "\"text\":\"2\"}]},"
                + HI
                + ",{\"role\":\"tool\",\"tool_call_id\":\"c\",\"content\":\"3\"}]}");
    assertThat(read.turns()).extracting(turn -> turn.parts().size()).containsExactly(1, 2, 1, 1);
    assertThat(read.turns().getFirst().parts()).containsExactly(new Part.ToolCall("a", "f", "{}"));
  }

  @Test
  void attachmentsOfEveryKindAreRead() throws MalformedBody {
    Conversation read =
        content(
            "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,QUJD\","
                + "\"detail\":\"low\"}},"
                + "{\"type\":\"image_url\",\"image_url\":\"https://x/y.png\"},"
                + "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"QQ==\",\"format\":\"mp3\"}},"
                + "{\"type\":\"file\",\"file\":{\"file_data\":\"QUJD\",\"filename\":\"a.pdf\"}},"
                + "{\"type\":\"file\",\"file\":{\"file_id\":\"file-1\"}},"
                + "{\"type\":\"text\",\"text\":\"T\",\"cache_control\":{\"type\":\"ephemeral\"}}");
    JsonSlice abc = JsonSlice.of("QUJD");
    assertThat(read.turns().getFirst().parts())
        .containsExactly(
            new Part.Attachment(new Media.Inline("image/png", abc), null, "low"),
            new Part.Attachment(new Media.Link(Media.Kind.IMAGE, null, "https://x/y.png")),
            new Part.Attachment(new Media.Inline("audio/mpeg", JsonSlice.of("QQ=="))),
            new Part.Attachment(new Media.Inline("application/pdf", abc), "a.pdf", null),
            new Part.Attachment(
                new Media.Uploaded(Vendor.OPENAI, Media.Kind.DOCUMENT, null, "file-1")),
            new Part.Text("T"),
            new Part.CachePoint());
  }

  @Test
  void systemTextsAreOneUnlessACachePointPartsThem() throws MalformedBody {
    Conversation read =
        request(
            "{\"messages\":[{\"role\":\"system\",\"content\":[{\"type\":\"text\",\"text\":\"A\"},"
                + "{\"type\":\"text\",\"text\":\"B\",\"cache_control\":{}},"
                + "{\"type\":\"text\",\"text\":\"C\"}]},"
                + HI
                + "]}");
    assertThat(read.system())
        .containsExactly(new Part.Text("AB"), new Part.CachePoint(), new Part.Text("C"));
  }

  @Test
  void thoughtsInPiecesBecomeWholeAgain() throws MalformedBody {
    Conversation read =
        request(
            "{\"messages\":[{\"role\":\"assistant\",\"content\":\"C\",\"reasoning_content\":\"AB\","
                + "\"reasoning_details\":["
                + "{\"type\":\"reasoning.text\",\"text\":\"A\",\"index\":0},"
                + "{\"type\":\"reasoning.text\",\"text\":\"B\",\"index\":0},"
                + "{\"type\":\"reasoning.text\",\"text\":\"\",\"signature\":\"bw1.anthropic.s\","
                + "\"index\":0},"
                + "{\"type\":\"reasoning.encrypted\",\"data\":\"bw1.anthropic.h\",\"index\":1},"
                + "{\"type\":\"reasoning.encrypted\",\"data\":\"e\",\"index\":2,"
                + "\"format\":\"openai-responses-v1\"}]}]}");
    assertThat(read.turns().getFirst().parts())
        .containsExactly(
            new Part.Thinking("AB", new Signature(Vendor.ANTHROPIC, "s")),
            new Part.HiddenThinking(new Signature(Vendor.ANTHROPIC, "h")),
            new Part.HiddenThinking(new Signature(Vendor.OPENAI, "e")),
            new Part.Text("C"));
  }

  @Test
  void aCallCarriesItsSignatureInGooglesPlace() throws MalformedBody {
    Conversation read =
        request(
            "{\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"a\",\"type\":"
                + "\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"},"
                + "\"extra_content\":{\"google\":{\"thought_signature\":\"bw1.google.s\"}}}]}]}");
    assertThat(read.turns().getFirst().parts())
        .containsExactly(new Part.ToolCall("a", "f", "{}", new Signature(Vendor.GOOGLE, "s")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"reasoning_effort\":\"low\"|low|true",
        "\"reasoning\":{\"effort\":\"high\",\"exclude\":true}|high|false",
        "\"reasoning\":{\"max_tokens\":2048}|2048|true",
        "\"reasoning\":{\"enabled\":true}|dynamic|true",
        "\"reasoning\":{\"enabled\":false}|off|true",
        "\"reasoning_effort\":\"none\"|off|true",
        "\"reasoning_effort\":null|nothing|true",
        "\"reasoning\":{}|nothing|true",
      })
  void thinkingIsAskedForInEitherWay(String fields, String amount, boolean visible)
      throws MalformedBody {
    Reasoning reasoning = with(fields).reasoning();
    String read =
        reasoning == null
            ? "nothing"
            : switch (reasoning.amount()) {
              case Reasoning.Amount.Off off -> "off";
              case Reasoning.Amount.Dynamic dynamic -> "dynamic";
              case Reasoning.Amount.AtEffort at -> at.effort().word();
              case Reasoning.Amount.Budget budget -> Long.toString(budget.tokens());
            };
    assertThat(read).isEqualTo(amount);
    assertThat(reasoning == null || reasoning.visible()).isEqualTo(visible);
  }

  @Test
  void choicesAndProbabilitiesAreRead() throws MalformedBody {
    Generation generation = with("\"n\":3,\"logprobs\":true,\"stop\":\"END\"").generation();
    assertThat(generation.choices()).isEqualTo(3);
    assertThat(generation.topLogprobs()).isZero();
    assertThat(generation.stop()).containsExactly("END");
    assertThat(with("\"logprobs\":true,\"top_logprobs\":5").generation().topLogprobs())
        .isEqualTo(5);
    assertThat(with("\"logprobs\":false").generation().topLogprobs()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "messages[0].role|{\"messages\":[{\"role\":\"robot\",\"content\":\"\"}]}",
        "messages[0].content|{\"messages\":[{\"role\":\"user\"}]}",
        "messages[0].content|{\"messages\":[{\"role\":\"assistant\",\"content\":null}]}",
        "messages[0].content[0].type|{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"x\"}]}]}",
        "messages[0].content[0].text|{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\"}]}]}",
        "messages[0].content[0].image_url|{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{}}]}]}",
        "messages[0].content[0].file.file_data|{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"file\",\"file\":{}}]}]}",
        "messages[0].tool_call_id|{\"messages\":[{\"role\":\"tool\",\"content\":\"x\"}]}",
        "messages[0].tool_calls[0].id|{\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{\"function\":{\"name\":\"f\"}}]}]}",
        "messages[0].tool_calls[0].function.name|{\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"a\",\"function\":{}}]}]}",
        "tools[0].function.name|{\"messages\":[{\"role\":\"user\",\"content\":\"\"}],\"tools\":[{\"type\":\"function\",\"function\":{}}]}",
        "tool_choice|{\"messages\":[{\"role\":\"user\",\"content\":\"\"}],\"tool_choice\":\"maybe\"}",
        "tool_choice.type|{\"messages\":[{\"role\":\"user\",\"content\":\"\"}],\"tool_choice\":{\"type\":\"x\"}}",
        "response_format.type|{\"messages\":[{\"role\":\"user\",\"content\":\"\"}],\"response_format\":{\"type\":\"xml\"}}",
        "response_format.json_schema|{\"messages\":[{\"role\":\"user\",\"content\":\"\"}],\"response_format\":{\"type\":\"json_schema\"}}",
        "reasoning_effort|{\"messages\":[{\"role\":\"user\",\"content\":\"\"}],\"reasoning_effort\":\"huge\"}",
        "top_logprobs|{\"messages\":[{\"role\":\"user\",\"content\":\"\"}],\"top_logprobs\":3}",
        "top_logprobs|{\"messages\":[{\"role\":\"user\",\"content\":\"\"}],\"logprobs\":true,\"top_logprobs\":21}",
        "temperature|{\"messages\":[{\"role\":\"user\",\"content\":\"\"}],\"temperature\":3}",
      })
  void whatIsWrongIsNamedByItsPlace(String field, String body) {
    MalformedBody malformed = catchThrowableOfType(MalformedBody.class, () -> request(body));
    assertThat(malformed.field()).isEqualTo(field);
    assertThat(malformed).hasMessageContaining("'" + field + "' must be");
  }

  private static Conversation with(String fields) throws MalformedBody {
    return request("{\"messages\":[" + HI + "]," + fields + "}");
  }

  private static Conversation content(String parts) throws MalformedBody {
    return request("{\"messages\":[{\"role\":\"user\",\"content\":[" + parts + "]}]}");
  }

  private static Conversation request(String body) throws MalformedBody {
    return new OpenAiFormat(() -> 0).readRequest(body.getBytes(StandardCharsets.UTF_8));
  }
}
