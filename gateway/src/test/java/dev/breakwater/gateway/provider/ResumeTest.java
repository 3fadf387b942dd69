package dev.breakwater.gateway.provider;

import static dev.breakwater.gateway.provider.Chat.DONE;
import static dev.breakwater.gateway.provider.Chat.FINISH;
import static dev.breakwater.gateway.provider.Chat.ROLE;
import static dev.breakwater.gateway.provider.Chat.STREAM_HEAD;
import static dev.breakwater.gateway.provider.Chat.USAGE;
import static dev.breakwater.gateway.provider.Chat.text;
import static dev.breakwater.gateway.provider.ProviderRig.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.gateway.provider.ProviderRig.Attempt;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.wire.bridge.Ask;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.format.Protocol;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream that breaks after its first token goes on at the next target, over real sockets. */
@Timeout(30)
class ResumeTest {
  private static final Ask ASK = Chat.ask(true, ",\"stream_options\":{\"include_usage\":true}");

  private final RawUpstream upstream;
  private final ProviderRig rig;
  private final Resumption resumption = new Resumption();

  ResumeTest() throws IOException {
    upstream = new RawUpstream();
    rig = rig("vllm", upstream.baseUrl());
  }

  @AfterEach
  void close() throws IOException {
    rig.close();
    upstream.close();
    assertThat(upstream.failures()).isEmpty();
  }

  private static ProviderRig rig(String vendor, URI baseUrl) {
    return new ProviderRig(
        new ProviderSettings("up", vendor, Protocol.OPENAI, baseUrl, null, List.of()));
  }

  private Attempt attempt() {
    return attempt(rig, ASK);
  }

  private Attempt attempt(ProviderRig at, Ask ask) {
    return at.start(ask, PATIENT, new Manner.Resumable(resumption));
  }

  private void says(String... events) {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(STREAM_HEAD);
      for (String event : events) {
        peer.chunk(event);
      }
    });
  }

  private void saysAll(String... events) {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(STREAM_HEAD);
      for (String event : events) {
        peer.chunk(event);
      }
      peer.lastChunk();
      peer.silence();
    });
  }

  private Attempt breaksOffAfter(String... texts) {
    String[] events = new String[texts.length + 1];
    events[0] = ROLE;
    for (int i = 0; i < texts.length; i++) {
      events[i + 1] = text(texts[i]);
    }
    says(events);
    Attempt attempt = attempt();
    assertThat(attempt.outcome()).isInstanceOf(Outcome.Broken.class);
    assertThat(attempt.sent()).doesNotContain("error");
    return attempt;
  }

  @Test
  void theClientSeesOneStream() {
    Attempt first = breaksOffAfter("Hello", " wor");
    assertThat(resumption.isContinuing()).isTrue();
    assertThat(resumption.canGoOn()).isTrue();
    saysAll(ROLE, text("ld"), text("!"), FINISH, USAGE, DONE);
    Attempt second = attempt();
    Answer answer = ((Outcome.Answered) second.outcome()).answer();
    assertThat(answer.tokens()).isEqualTo(Tokens.reported(7, 3));
    assertThat(first.commits()).isOne();
    assertThat(second.commits()).isZero();
    String sent = first.sent() + second.sent();
    assertThat(sent.split("\"role\"", -1)).hasSize(2);
    assertThat(sent.split("\"finish_reason\":\"stop\"", -1)).hasSize(2);
    assertThat(sent.split("data: \\[DONE]", -1)).hasSize(2);
    assertThat(contents(sent)).isEqualTo("Hello world!");
    long first3 = ((Outcome.Broken) first.outcome()).soFar().output();
    assertThat(sent).contains("\"completion_tokens\":" + (first3 + 3));
    assertThat(upstream.peer(1).requests().getFirst())
        .contains("\"role\":\"assistant\",\"content\":\"Hello wor\"")
        .contains("\"continue_final_message\":true");
  }

  private static String contents(String sent) {
    StringBuilder text = new StringBuilder();
    String[] pieces = sent.split("\"delta\":\\{\"content\":\"", -1);
    for (int i = 1; i < pieces.length; i++) {
      text.append(pieces[i], 0, pieces[i].indexOf('"'));
    }
    return text.toString();
  }

  @Test
  void aTargetThatFailsBeforeItGoesOnAddsNothing() {
    Attempt first = breaksOffAfter("Hello");
    says(ROLE);
    Attempt failed = attempt();
    assertThat(failed.failure().code()).isEqualTo("cut");
    saysAll(ROLE, text(" world"), FINISH, DONE);
    Attempt last = attempt();
    assertThat(last.outcome()).isInstanceOf(Outcome.Answered.class);
    assertThat(contents(first.sent() + last.sent())).isEqualTo("Hello world");
  }

  @Test
  void severalMayBreakOffAndTheFirstFaultIsTold() {
    Attempt first = breaksOffAfter("One");
    Attempt second = breaksOffAfter(" two");
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(Chat.response(400, "application/json", "{\"error\":{\"message\":\"no prefix\"}}"));
      peer.silence();
    });
    Attempt third = attempt();
    assertThat(third.outcome()).isInstanceOf(Outcome.Refused.class);
    assertThat(third.sent()).isEmpty();
    assertThat(upstream.peer(2).requests().getFirst()).contains("\"content\":\"One two\"");
    Client client = new Client();
    assertThat(resumption.fail(client)).isTrue();
    Fault fault = ((Outcome.Broken) first.outcome()).fault();
    assertThat(second.outcome()).isInstanceOf(Outcome.Broken.class);
    assertThat(String.join("", client.sent))
        .contains("\"error\"", "stream_" + fault.code())
        .doesNotContain("[DONE]");
  }

  @Test
  void beforeTheFirstTokenNothingChanges() {
    says(ROLE);
    assertThat(attempt().failure().code()).isEqualTo("cut");
    assertThat(resumption.isContinuing()).isFalse();
    assertThatThrownBy(() -> resumption.fail(new Client()))
        .isInstanceOf(IllegalStateException.class);
    saysAll(ROLE, text("a"), FINISH, USAGE, DONE);
    Attempt answered = attempt();
    assertThat(answered.outcome()).isInstanceOf(Outcome.Answered.class);
    assertThat(answered.commits()).isOne();
    assertThat(upstream.peer(1).requests().getFirst()).doesNotContain("continue_final_message");
    assertThat(answered.sent()).endsWith(DONE);
  }

  @Test
  void whatCannotBeGoneOnWithEndsWithItsErrorAsWithoutAResumption() {
    says(ROLE, text("a"));
    Attempt attempt = attempt(rig, Chat.ask(true, ",\"n\":2"));
    assertThat(attempt.outcome()).isInstanceOf(Outcome.Broken.class);
    assertThat(attempt.sent()).startsWith(ROLE + text("a")).contains("\"error\"");
    assertThat(resumption.isContinuing()).isFalse();
  }

  @Test
  void afterACallNobodyGoesOnAndTheEngineEndsTheStream() {
    says(
        ROLE,
        text("Let me see"),
        """
        data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,\
        "delta":{"tool_calls":[{"index":0,"id":"x","type":"function","function":{"name":"f",\
        "arguments":""}}]},"finish_reason":null}]}

        """);
    Attempt attempt = attempt();
    assertThat(attempt.outcome()).isInstanceOf(Outcome.Broken.class);
    assertThat(attempt.sent()).contains("tool_calls").doesNotContain("\"error\"");
    assertThat(resumption.canGoOn()).isFalse();
    Client client = new Client();
    assertThat(resumption.fail(client)).isTrue();
    assertThat(String.join("", client.sent)).contains("\"error\"");
  }

  @Test
  void aTargetThatTakesNoPrefixSaysSo() {
    breaksOffAfter("Hello");
    try (ProviderRig other = rig("openai", upstream.baseUrl())) {
      Attempt attempt = attempt(other, ASK);
      assertThatThrownBy(attempt::outcome).hasMessageContaining("prefill");
    }
    assertThat(upstream.connections()).isOne();
  }

  /** The client as the engine reaches it. */
  private static final class Client implements AnswerSink {
    private final Queue<String> sent = new ConcurrentLinkedQueue<>();

    @Override
    public void commit(Call call, List<dev.breakwater.wire.format.Header> headers) {
      throw new AssertionError("begun twice");
    }

    @Override
    public boolean send(byte[] events) {
      sent.add(new String(events, java.nio.charset.StandardCharsets.UTF_8));
      return true;
    }
  }
}
