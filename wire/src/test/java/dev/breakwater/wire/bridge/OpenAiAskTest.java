package dev.breakwater.wire.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiAskTest {
  private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
  private final Bridge bridge = new Bridges(() -> 0).between(Protocol.OPENAI, Protocol.OPENAI);

  @Test
  void whatWeActOnIsFoundWhereverItStands() throws MalformedBody {
    Ask ask =
        ask(
            "{\"metadata\":{\"user_id\":\"m\"},\"user\":\"u\",\"max_tokens\":5,"
                + "\"max_completion_tokens\":7,"
                + MESSAGES
                + ",\"stream\":true,\"reasoning_effort\":\"low\",\"n\":2,\"model\":\"a\\u002fb\"}");
    assertThat(ask.model()).isEqualTo("a/b");
    assertThat(ask.user()).isEqualTo("u");
    assertThat(ask.maxTokens()).isEqualTo(7);
    assertThat(ask.stream()).isTrue();
    assertThat(ask.wantsReasoning()).isTrue();
  }

  @Test
  void nullsCountAsLeftOut() throws MalformedBody {
    Ask ask =
        ask(
            "{"
                + MESSAGES
                + ",\"model\":null,\"stream\":null,\"max_tokens\":null,\"n\":null,\"user\":null,"
                + "\"metadata\":null,\"reasoning_effort\":null,\"stream_options\":null}");
    assertThat(ask.model()).isNull();
    assertThat(ask.stream()).isFalse();
    assertThat(ask.maxTokens()).isEqualTo(-1);
    assertThat(ask.user()).isNull();
    assertThat(ask.wantsReasoning()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model|5",
        "model|[]",
        "stream|\"yes\"",
        "stream|1",
        "max_tokens|-1",
        "max_tokens|0",
        "max_tokens|1.5",
        "max_tokens|1e3",
        "max_tokens|99999999999999999999",
        "max_tokens|\"5\"",
        "max_completion_tokens|2000000000",
        "n|0",
        "n|129",
        "n|1.0",
        "user|{}",
        "stream_options|[]",
        "messages|[]",
        "messages|\"Hi\"",
        "messages|[1]",
        "messages|null"
      })
  void aWrongTypeIsNamedWithItsField(String field, String value) {
    String messages = field.equals("messages") ? "" : "," + MESSAGES;
    MalformedBody malformed =
        catchThrowableOfType(
            MalformedBody.class, () -> ask("{\"" + field + "\":" + value + messages + "}"));
    assertThat(malformed.field()).isEqualTo(field);
    assertThat(malformed).hasMessageContaining("'" + field + "' must be");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}",
        "[]",
        "{\"model\":\"a\"}",
        "{\"messages\":[{}],\"a\":NaN}",
        "{\"messages\":[{}]}x",
        "{\"messages\":[{}],\"model\":\"a\",\"model\":\"b\"}",
        "{\"messages\":[{}],\"stream_options\":{\"include_usage\":true,\"include_usage\":false}}",
        "{\"messages\":[{}],\"stream_options\":{\"include_usage\":1}}"
      })
  void whatIsNoRequestIsRefused(String body) {
    assertThatThrownBy(() -> ask(body)).isInstanceOf(MalformedBody.class);
  }

  @Test
  void onlyTheModelChangesBetweenLikeProtocols() throws Exception {
    String body = "{ \"x\" : 1.0e0,\n\"model\" : \"old\" , " + MESSAGES + ",\"stream\":false}\n";
    assertThat(sent(body, "new/\"q\"")).isEqualTo(body.replace("\"old\"", "\"new/\\\"q\\\"\""));
    Ask same = ask(body);
    assertThat(bridge.request(same, "old").body()).isSameAs(same.body());
  }

  @Test
  void aModelThatIsNamedInOtherBytesIsWrittenAnew() throws Exception {
    String body = "{\"model\":\"\\u006fld\"," + MESSAGES + "}";
    assertThat(sent(body, "old")).isEqualTo("{\"model\":\"old\"," + MESSAGES + "}");
    for (String name : new String[] {"模型", "a\\\"b", "caf\u00e9"}) {
      Ask same = ask(sent(body, name));
      assertThat(bridge.request(same, name).body()).as(name).isSameAs(same.body());
      assertThat(bridge.request(same, name + "x").body()).as(name).isNotSameAs(same.body());
    }
  }

  @Test
  void aMissingModelBecomesTheFirstMember() throws Exception {
    assertThat(sent("{" + MESSAGES + "}", "m")).isEqualTo("{\"model\":\"m\"," + MESSAGES + "}");
    assertThat(sent("{\"model\":null," + MESSAGES + "}", "m"))
        .isEqualTo("{\"model\":\"m\"," + MESSAGES + "}");
    assertThat(sent("{" + MESSAGES + ",\"stream\":true}", "m"))
        .isEqualTo(
            "{\"model\":\"m\",\"stream_options\":{\"include_usage\":true},"
                + MESSAGES
                + ",\"stream\":true}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null|{\"include_usage\":true}",
        "{}|{\"include_usage\":true}",
        "{ \"a\":1}|{\"include_usage\":true, \"a\":1}",
        "{\"a\":1,\"include_usage\": false}|{\"a\":1,\"include_usage\": true}",
        "{\"include_usage\":null}|{\"include_usage\":true}",
        "{\"include_usage\":true,\"b\":2}|{\"include_usage\":true,\"b\":2}"
      })
  void aStreamAlwaysAsksForItsUsageAndKeepsItsOtherOptions(String given, String sent)
      throws Exception {
    String before = "{\"stream_options\":" + given + ",\"model\":\"a\",\"stream\":true," + MESSAGES;
    String after = "{\"stream_options\":" + sent + ",\"model\":\"b\",\"stream\":true," + MESSAGES;
    assertThat(sent(before + "}", "b")).isEqualTo(after + "}");
    String modelFirst = "{\"model\":\"a\",\"stream\":true," + MESSAGES + ",\"stream_options\":";
    assertThat(sent(modelFirst + given + "}", "bb"))
        .isEqualTo(modelFirst.replace("\"a\"", "\"bb\"") + sent + "}");
  }

  private String sent(String body, String model) throws Exception {
    return new String(bridge.request(ask(body), model).body(), StandardCharsets.UTF_8);
  }

  private static Ask ask(String body) throws MalformedBody {
    return Asks.openAiChat(body.getBytes(StandardCharsets.UTF_8));
  }
}
