package dev.breakwater.wire.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.MalformedBody;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class KeptRequestTest {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"previous_response_id\":\"r\",\"input\":\"Hé\"}|[1,{\"type\":\"message\",\"role\":\"user\",\"content\":\"Hé\"}]",
        "{ \"input\" : [ 2 , 3 ] , \"previous_response_id\" : \"r\" }|[1,2,3]",
        "{\"previous_response_id\":\"r\",\"model\":\"m\"}|[1]",
        "{\"input\":[],\"previous_response_id\":\"r\"}|[1]",
        "{\"input\":[{\"id\":\"i\",\"type\":\"item_reference\"},2],\"previous_response_id\":\"r\"}|[1,9,2]",
        "{\"input\":[2,{\"id\":\"i\"}],\"previous_response_id\":\"r\"}|[1,2,9]",
        "{\"input\":[{\"id\":\"i\",\"type\":\"item_reference\"}]}|[1,9]",
        "{\"input\":[{\"id\":\"gone\",\"type\":\"item_reference\"},2],\"previous_response_id\":\"r\"}|[1,2]",
      })
  void historyComesBeforeWhatIsNew(String body, String input) throws Exception {
    KeptRequest request = KeptRequest.of(Events.utf8(body));
    List<KeptItem> history = KeptItem.ofArray(Events.utf8("[{\"a\":1}]"));
    byte[] whole = request.whole(history, Map.of("i", Events.utf8("9")));
    var sent = MAPPER.readTree(whole);
    assertThat(sent.get("input").toString()).isEqualTo(input.replace("[1", "[{\"a\":1}"));
    assertThat(sent.path("previous_response_id").isString()).isFalse();
    assertThat(sent.has("model")).isEqualTo(body.contains("model"));
  }

  @Test
  void whatTheClientSaysOfKeepingIsRead() throws Exception {
    KeptRequest said =
        KeptRequest.of(
            Events.utf8(
                "{\"store\":false,\"instructions\":\"Bé\",\"input\":[{\"type\":\"message\",\"id\":\"m\"}]}"));
    assertThat(said.store()).isFalse();
    assertThat(said.instructions()).isEqualTo(Events.utf8("\"Bé\""));
    assertThat(said.references()).isEmpty();
    KeptRequest silent = KeptRequest.of(Events.utf8("{\"store\":null,\"instructions\":null}"));
    assertThat(silent.store()).isTrue();
    assertThat(silent.instructions()).isNull();
    assertThat(silent.previousResponseId()).isNull();
    assertThat(
            catchThrowableOfType(
                    MalformedBody.class,
                    () -> KeptRequest.of(Events.utf8("{\"previous_response_id\":7}")))
                .field())
        .isEqualTo("previous_response_id");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"object\":\"response\",\"id\":\"x\",\"store\":true,\"previous_response_id\":null,\"instructions\":null}|{\"object\":\"response\",\"id\":\"ours\",\"store\":false,\"previous_response_id\":\"before\",\"instructions\":\"I\"}",
        "{\"object\":\"response\"}|{\"id\":\"ours\",\"previous_response_id\":\"before\",\"store\":false,\"object\":\"response\"}",
        "{}|{\"id\":\"ours\",\"previous_response_id\":\"before\",\"store\":false}",
      })
  void anAnswerIsStamped(String answer, String stamped) throws Exception {
    ResponseStamp stamp = new ResponseStamp("ours", "before", false, Events.utf8("\"I\""));
    assertThat(stamp.whole(Events.utf8(answer))).isEqualTo(Events.utf8(stamped));
  }

  @Test
  void onlyEventsWithTheResponseAreStampedHoweverTheyCome() throws Exception {
    String golden = Events.text(Events.golden("stream-own-tools.responses.sse"));
    ResponseStamp stamp = new ResponseStamp("resp_ours", null, true, null);
    String expected =
        golden
            .replace("\"id\":\"answer-1\"", "\"id\":\"resp_ours\"")
            .replace("\"store\":false", "\"store\":true");
    for (long seed = 0; seed < 50; seed++) {
      StampedStream stream = stamp.stream();
      ByteSink out = new ByteSink();
      Random random = new Random(seed);
      byte[] bytes = Events.utf8(golden);
      for (int at = 0; at < bytes.length; ) {
        int end = Math.min(bytes.length, at + 1 + random.nextInt(200));
        stream.feed(java.util.Arrays.copyOfRange(bytes, at, end), out);
        at = end;
      }
      assertThat(out.toString()).as("seed %d", seed).isEqualTo(expected);
      byte[] response = Objects.requireNonNull(stream.response());
      assertThat(MAPPER.readTree(response).get("id").asString()).isEqualTo("resp_ours");
      assertThat(KeptItem.ofResponse(response))
          .extracting(KeptItem::id)
          .containsExactly("msg_answer-1_0", "fc_answer-1_1", "fc_answer-1_2");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gpt-4o|{\"input\":\"x\"}|{\"store\":false,\"input\":\"x\"}",
        "gpt-4o|{\"store\":true,\"input\":\"x\",\"reasoning\":{\"effort\":\"low\"}}|{\"store\":false,\"input\":\"x\",\"reasoning\":{\"effort\":\"low\"}}",
        "gpt-5|{\"input\":\"x\",\"store\":null}|{\"include\":[\"reasoning.encrypted_content\"],\"input\":\"x\",\"store\":false}",
        "gpt-5|{\"include\":[\"a\"],\"store\":true}|{\"include\":[\"reasoning.encrypted_content\",\"a\"],\"store\":false}",
        "gpt-5|{\"store\":true,\"include\":[]}|{\"store\":false,\"include\":[\"reasoning.encrypted_content\"]}",
        "gpt-5|{\"store\":false,\"include\":[\"reasoning.encrypted_content\"]}|{\"store\":false,\"include\":[\"reasoning.encrypted_content\"]}",
        "mine|{\"reasoning\":{\"summary\":\"auto\"}}|{\"include\":[\"reasoning.encrypted_content\"],\"store\":false,\"reasoning\":{\"summary\":\"auto\"}}",
        "mine|{\"reasoning\":{\"effort\":\"none\"}}|{\"store\":false,\"reasoning\":{\"effort\":\"none\"}}",
        "gpt-5|{}|{\"include\":[\"reasoning.encrypted_content\"],\"store\":false}",
      })
  void nothingIsLeftWithTheProviderAndThoughtsComeAlong(String model, String body, String sent) {
    assertThat(Events.text(Events.FORMAT.passedOn(Events.utf8(body), model))).isEqualTo(sent);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"input\":[1,F,2]}|{\"input\":[1,2]}",
        "{\"input\":[F,1]}|{\"input\":[1]}",
        "{\"input\":[1,F]}|{\"input\":[1]}",
        "{\"input\":[F,F,1,F,F,2,F]}|{\"input\":[1,2]}",
        "{\"input\":[F]}|{\"input\":[]}",
        "{\"input\":[1,\"bw1.\"]}|{\"input\":[1,\"bw1.\"]}",
        "{\"input\":\"bw1.\"}|{\"input\":\"bw1.\"}",
      })
  void thoughtsOfOthersAreNotPassedOn(String body, String sent) {
    String foreign =
        "{\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"bw1.anthropic.sig\"}";
    byte[] cut = Events.FORMAT.withoutForeignThoughts(Events.utf8(body.replace("F", foreign)));
    assertThat(Events.text(cut)).isEqualTo(sent);
  }

  @Test
  void aRequestWithoutForeignThoughtsIsTheSameBytes() {
    for (String text : List.of("", "b", "bw1", "bbw1", "1.w.b", "bw1 .", "xbw.1.")) {
      byte[] body = Events.utf8("{\"input\":\"" + text + "\"}");
      assertThat(Events.FORMAT.withoutForeignThoughts(body)).isSameAs(body);
    }
    for (int before = 0; before < 9; before++) {
      String body =
          "{\"x\":\""
              + "b".repeat(before)
              + "\",\"input\":[{\"encrypted_content\":\"bw1.google.s\"},2]}";
      assertThat(Events.text(Events.FORMAT.withoutForeignThoughts(Events.utf8(body))))
          .endsWith("\"input\":[2]}");
    }
  }
}
