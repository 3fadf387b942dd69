package dev.breakwater.gateway.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.gateway.concurrent.HeavyWork;
import dev.breakwater.gateway.provider.AnswerSink;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.gateway.rejection.Rejection;
import dev.breakwater.wire.format.Header;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StoredConversationsTest {
  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final int MOST_BYTES = 1024 * 1024;

  private final MemoryResponses store = new MemoryResponses();
  private final InstantSource clock = () -> Instant.ofEpochSecond(1_700_000_000L);
  private final ResponseKeeper keeper =
      ResponseKeeper.start(store, new TestVault(), clock, () -> Duration.ofDays(30), 64 * 1024);
  private final StoredConversations conversations =
      new StoredConversations(
          keeper, new HeavyWork(task -> Thread.ofPlatform().daemon().start(task)), MOST_BYTES);
  private final VirtualKey acme = key("acme");
  private int requests;

  @AfterEach
  void close() {
    store.failing = false;
    store.writes.release(1_000_000);
    keeper.close();
  }

  private static VirtualKey key(String tenant) {
    return new VirtualKey(
        "k-" + tenant, "app", tenant, "production", Set.of(VirtualKey.Scope.INFERENCE));
  }

  private KeptExchange begin(VirtualKey caller, String body) {
    return conversations.begin(caller, "req_0000" + requests++, utf8(body));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String answer(String item, String text) {
    return """
    {"id":"resp_theirs","object":"response","status":"completed","previous_response_id":null,"store":false,"instructions":null,"output":[{"id":"rs_%1$s","type":"reasoning","summary":[]},{"id":"rx_%1$s","type":"reasoning","summary":[],"encrypted_content":"x"},{"id":"%1$s","type":"message","role":"assistant","status":"completed","content":[{"type":"output_text","text":"%2$s","annotations":[]}]}]}\
    """
        .formatted(item, text);
  }

  private JsonNode answered(KeptExchange exchange, String body) {
    return MAPPER.readTree(exchange.answered(utf8(body)));
  }

  private static Rejection rejection(ThrowingCallable call) {
    return catchThrowableOfType(Rejection.class, call);
  }

  @Test
  void aRequestThatSaysAllIsPassedOnAsItIs() {
    byte[] body = utf8("{\"model\":\"m\",\"input\":\"Hi\"}");
    assertThat(conversations.begin(acme, "req_1", body).ask().body()).isSameAs(body);
  }

  @Test
  void aConversationIsSentWholeThoughItsClientSendsOnlyWhatIsNew() {
    KeptExchange first =
        begin(acme, "{\"model\":\"m\",\"input\":\"One\",\"instructions\":\"Be brief\"}");
    JsonNode one = answered(first, answer("msg_1", "1"));
    assertThat(one.get("id").asString()).isEqualTo(first.responseId()).isEqualTo("resp_00000");
    assertThat(one.get("store").asBoolean()).isTrue();
    assertThat(one.get("instructions").asString()).isEqualTo("Be brief");
    KeptExchange second =
        begin(
            acme,
            "{\"previous_response_id\":\"resp_00000\",\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":\"Two\"}]}");
    JsonNode sent = MAPPER.readTree(second.ask().body());
    assertThat(sent.get("previous_response_id").isNull()).isTrue();
    assertThat(sent.has("instructions")).isFalse();
    JsonNode input = sent.get("input");
    assertThat(input).hasSize(4);
    assertThat(input.get(0).get("content").asString()).isEqualTo("One");
    assertThat(input.get(1).get("id").asString()).isEqualTo("rx_msg_1");
    assertThat(input.get(2).at("/content/0/text").asString()).isEqualTo("1");
    assertThat(input.get(3).get("content").asString()).isEqualTo("Two");
    JsonNode two = answered(second, answer("msg_2", "2"));
    assertThat(two.get("previous_response_id").asString()).isEqualTo("resp_00000");
    keeper.flush();
    assertThat(store.size()).isEqualTo(2);
    KeptExchange third =
        begin(acme, "{\"previous_response_id\":\"resp_00001\",\"input\":\"Three\"}");
    assertThat(MAPPER.readTree(third.ask().body()).get("input")).hasSize(7);
  }

  @Test
  void anAnswerCanBeGoneOnFromBeforeItIsWritten() {
    store.writes.drainPermits();
    answered(begin(acme, "{\"input\":\"One\"}"), answer("msg_1", "1"));
    answered(
        begin(acme, "{\"input\":\"Two\",\"previous_response_id\":\"resp_00000\"}"),
        answer("msg_2", "2"));
    assertThat(store.size()).isZero();
    KeptExchange third =
        begin(acme, "{\"input\":\"Three\",\"previous_response_id\":\"resp_00001\"}");
    assertThat(MAPPER.readTree(third.ask().body()).get("input")).hasSize(7);
  }

  @Test
  void whatTheClientDoesNotWantKeptIsNotKept() {
    JsonNode one =
        answered(begin(acme, "{\"input\":\"One\",\"store\":false}"), answer("msg_1", "1"));
    assertThat(one.get("id").asString()).isEqualTo("resp_00000");
    assertThat(one.get("store").asBoolean()).isFalse();
    Rejection rejection =
        rejection(() -> begin(acme, "{\"input\":\"2\",\"previous_response_id\":\"resp_00000\"}"));
    assertThat(rejection.problem().status()).isEqualTo(400);
    assertThat(rejection.problem().code()).isEqualTo("previous_response_not_found");
    assertThat(rejection.problem().param()).isEqualTo("previous_response_id");
  }

  @Test
  void anotherTenantSeesNothing() {
    answered(begin(acme, "{\"input\":\"One\"}"), answer("msg_1", "1"));
    VirtualKey other = key("other");
    for (int written = 0; written <= 1; written++) {
      assertThat(
              rejection(() ->
                      begin(other, "{\"input\":\"2\",\"previous_response_id\":\"resp_00000\"}"))
                  .problem()
                  .status())
          .isEqualTo(400);
      assertThat(
              rejection(() ->
                      begin(other, "{\"input\":[{\"type\":\"item_reference\",\"id\":\"msg_1\"}]}"))
                  .problem()
                  .status())
          .isEqualTo(404);
      assertThat(rejection(() -> conversations.response(other, "resp_00000")).problem().status())
          .isEqualTo(404);
      assertThat(rejection(() -> conversations.delete(other, "resp_00000")).problem().status())
          .isEqualTo(404);
      keeper.flush();
      assertThat(store.size()).isEqualTo(1);
    }
    assertThat(conversations.response(acme, "resp_00000")).isNotEmpty();
  }

  @Test
  void anItemIsFoundByItsId() {
    answered(begin(acme, "{\"input\":\"One\"}"), answer("msg_1", "1"));
    String body =
        """
        {"input":[{"role":"user","content":"One"},{"type":"item_reference","id":"rs_msg_1"},{"type":"item_reference","id":"msg_1"},{"role":"user","content":"Two"}]}\
        """;
    for (int i = 0; i < 2; i++) {
      JsonNode input = MAPPER.readTree(begin(acme, body).ask().body()).get("input");
      assertThat(input).hasSize(3);
      assertThat(input.get(1).at("/content/0/text").asString()).isEqualTo("1");
      keeper.flush();
    }
  }

  @Test
  void aStreamIsKeptBeforeItsLastEventLeaves() {
    KeptExchange exchange = begin(acme, "{\"input\":\"One\",\"stream\":true}");
    List<String> sent = new ArrayList<>();
    List<Boolean> keptWhenSent = new ArrayList<>();
    AnswerSink sink =
        exchange.sink(
            new AnswerSink() {
              @Override
              public void commit(Call call, List<Header> headers) {}

              @Override
              public boolean send(byte[] events) {
                sent.add(new String(events, StandardCharsets.UTF_8));
                keptWhenSent.add(keeper.unwritten("acme", "resp_00000") != null);
                return true;
              }
            });
    store.writes.drainPermits();
    String answer = answer("msg_1", "1");
    sink.send(
        utf8(
            "event: response.created\ndata: {\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"id\":\"resp_theirs\"}}\n\n"));
    sink.send(
        utf8(
            "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"sequence_number\":1,\"delta\":\"1\"}\n\n"));
    sink.send(
        utf8(
            "event: response.completed\ndata: {\"type\":\"response.completed\",\"sequence_number\":2,\"response\":"
                + answer
                + "}\n\n"));
    assertThat(keptWhenSent).containsExactly(false, false, true);
    assertThat(String.join("", sent)).contains("resp_00000").doesNotContain("resp_theirs");
    assertThat(sent.get(1))
        .isEqualTo(
            "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"sequence_number\":1,\"delta\":\"1\"}\n\n");
    assertThat(MAPPER.readTree(conversations.response(acme, "resp_00000")).get("id").asString())
        .isEqualTo("resp_00000");
  }

  @Test
  void aStreamThatBreaksOffIsNotKept() {
    KeptExchange exchange = begin(acme, "{\"input\":\"One\",\"stream\":true}");
    List<String> sent = new ArrayList<>();
    AnswerSink sink =
        exchange.sink(
            new AnswerSink() {
              @Override
              public void commit(Call call, List<Header> headers) {}

              @Override
              public boolean send(byte[] events) {
                sent.add(new String(events, StandardCharsets.UTF_8));
                return true;
              }
            });
    sink.send(
        utf8(
            "data: {\"type\":\"response.output_text.delta\",\"sequence_number\":4,\"delta\":\"1\"}\n\n"
                + "event: error\ndata: {\"type\":\"error\",\"sequence_number\":0,\"message\":\"cut\"}\n\n"));
    assertThat(sent.getFirst()).contains("\"sequence_number\":5,\"message\":\"cut\"");
    assertThat(rejection(() -> conversations.response(acme, "resp_00000")).problem().status())
        .isEqualTo(404);
  }

  @Test
  void inputItemsAreListedInPages() {
    answered(
        begin(
            acme,
            "{\"input\":[{\"role\":\"user\",\"content\":\"One\"},{\"id\":\"fc_9\",\"type\":\"function_call\",\"call_id\":\"c\",\"name\":\"n\",\"arguments\":\"{}\"},{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"Two\"}]}]}"),
        answer("msg_1", "1"));
    JsonNode all = items(new ItemPage(null, 20, false));
    assertThat(all.get("object").asString()).isEqualTo("list");
    assertThat(all.get("data")).hasSize(3);
    assertThat(all.get("has_more").asBoolean()).isFalse();
    assertThat(all.at("/data/2/content/0/text").asString()).isEqualTo("One");
    assertThat(all.at("/data/2/content/0/type").asString()).isEqualTo("input_text");
    assertThat(all.get("last_id").asString()).isEqualTo(all.at("/data/2/id").asString());
    JsonNode first = items(new ItemPage(null, 1, true));
    assertThat(first.get("has_more").asBoolean()).isTrue();
    JsonNode second = items(new ItemPage(first.get("last_id").asString(), 1, true));
    assertThat(second.at("/data/0/id").asString()).isEqualTo("fc_9");
  }

  private JsonNode items(ItemPage page) {
    return MAPPER.readTree(conversations.inputItems(acme, "resp_00000", page));
  }

  @Test
  void whatIsDeletedIsGoneWrittenOrNot() {
    for (boolean written : new boolean[] {true, false}) {
      KeptExchange exchange = begin(acme, "{\"input\":\"One\"}");
      answered(exchange, answer("msg_1", "1"));
      if (written) {
        keeper.flush();
      }
      assertThat(
              MAPPER
                  .readTree(conversations.delete(acme, exchange.responseId()))
                  .get("deleted")
                  .asBoolean())
          .isTrue();
      keeper.flush();
      assertThat(store.size()).isZero();
      assertThat(
              rejection(() -> conversations.response(acme, exchange.responseId()))
                  .problem()
                  .message())
          .contains(exchange.responseId());
    }
  }

  @Test
  void aConversationWithoutItsBeginningCannotBeGoneOnWith() {
    answered(begin(acme, "{\"input\":\"One\"}"), answer("msg_1", "1"));
    answered(
        begin(acme, "{\"input\":\"Two\",\"previous_response_id\":\"resp_00000\"}"),
        answer("msg_2", "2"));
    conversations.delete(acme, "resp_00000");
    assertThat(
            rejection(
                    () -> begin(acme, "{\"input\":\"3\",\"previous_response_id\":\"resp_00001\"}"))
                .problem()
                .message())
        .contains("resp_00000");
  }

  @Test
  void anAnswerGoesOutThoughThereIsNoRoomToKeepIt() {
    store.writes.drainPermits();
    String large = "x".repeat(30 * 1024);
    for (int i = 0; i < 4; i++) {
      assertThat(answered(begin(acme, "{\"input\":\"One\"}"), answer("msg_" + i, large)).has("id"))
          .isTrue();
    }
    assertThat(keeper.state().notKept()).isEqualTo(2);
    assertThat(keeper.state().waiting()).isEqualTo(2);
    store.writes.release(1_000_000);
    keeper.flush();
    assertThat(keeper.state().waitingBytes()).isZero();
    assertThat(store.size()).isEqualTo(2);
    answered(begin(acme, "{\"input\":\"One\"}"), answer("msg_9", large));
    assertThat(keeper.state().notKept()).isEqualTo(2);
  }

  @Test
  void aStoreThatDoesNotAnswerIsSaidToBeAwayAndTriedAgain() {
    answered(begin(acme, "{\"input\":\"One\"}"), answer("msg_1", "1"));
    keeper.flush();
    store.failing = true;
    Rejection rejection =
        rejection(() -> begin(acme, "{\"input\":\"2\",\"previous_response_id\":\"resp_00000\"}"));
    assertThat(rejection.problem().status()).isEqualTo(503);
    assertThat(rejection.retryAfter()).isPresent();
    KeptExchange other = begin(acme, "{\"input\":\"One\"}");
    answered(other, answer("msg_2", "1"));
    assertThat(conversations.response(acme, other.responseId())).isNotEmpty();
    store.failing = false;
    keeper.flush();
    assertThat(store.row("acme", other.responseId())).isNotNull();
  }

  @Test
  void aConversationThatHasGrownTooLargeIsRefused() {
    String half = "x".repeat(20 * 1024);
    String previous = "";
    for (int i = 0; i < 30; i++) {
      String input = "{\"input\":\"" + half + "\"" + previous + "}";
      KeptExchange exchange = begin(acme, input);
      answered(exchange, answer("msg_" + i, half));
      previous = ",\"previous_response_id\":\"" + exchange.responseId() + "\"";
      keeper.flush();
      if (exchange.ask().body().length > MOST_BYTES - 50 * 1024) {
        break;
      }
    }
    String last = "{\"input\":\"" + half + half + "\"" + previous + "}";
    assertThat(rejection(() -> begin(acme, last)).problem().status()).isEqualTo(413);
  }

  @Test
  void whatOpenAiKeepsOtherwiseIsNotServed() {
    assertThat(
            rejection(() -> begin(acme, "{\"input\":\"1\",\"background\":true}")).problem().param())
        .isEqualTo("background");
    assertThat(
            rejection(() -> begin(acme, "{\"input\":\"1\",\"conversation\":\"conv_1\"}"))
                .problem()
                .param())
        .isEqualTo("conversation");
    assertThat(rejection(() -> begin(acme, "{\"input\":")).problem().status()).isEqualTo(400);
  }
}
