package dev.breakwater.gateway.provider;

import static dev.breakwater.gateway.provider.Chat.DONE;
import static dev.breakwater.gateway.provider.Chat.FINISH;
import static dev.breakwater.gateway.provider.Chat.ROLE;
import static dev.breakwater.gateway.provider.Chat.STREAM_HEAD;
import static dev.breakwater.gateway.provider.Chat.USAGE;
import static dev.breakwater.gateway.provider.Chat.text;
import static dev.breakwater.gateway.provider.ProviderRig.PATIENT;
import static dev.breakwater.gateway.provider.ProviderRig.times;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.provider.ProviderRig.Attempt;
import dev.breakwater.gateway.settings.Timeouts;
import dev.breakwater.wire.bridge.Ask;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.MalformedBody;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whole answers that are asked for as streams. */
@Timeout(30)
class GatheredAnswerTest {
  private static final Ask ASK = Chat.ask(false, "");
  private final RawUpstream upstream;
  private final ProviderRig rig;

  GatheredAnswerTest() throws IOException {
    upstream = new RawUpstream();
    rig = new ProviderRig(upstream.baseUrl());
  }

  @AfterEach
  void close() throws IOException {
    rig.close();
    upstream.close();
    assertThat(upstream.failures()).isEmpty();
  }

  private Attempt attempt(Timeouts timeouts) {
    return rig.start(ASK, timeouts, new Manner.Gathered());
  }

  private void says(boolean goesSilent, String... events) {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(STREAM_HEAD);
      for (String event : events) {
        peer.chunk(event);
      }
      if (goesSilent) {
        peer.silence();
      }
    });
  }

  private static Answer answered(Attempt attempt) {
    assertThat(attempt.sent()).isEmpty();
    return ((Outcome.Answered) attempt.outcome()).answer();
  }

  @Test
  void theClientGetsTheAnswerThatItWouldHaveGotWhole() throws MalformedBody {
    says(true, ROLE, text("hel"), text("lo"), FINISH, USAGE, DONE);
    Answer answer = answered(attempt(PATIENT));
    assertThat(answer.tokens()).isEqualTo(Tokens.reported(7, 3));
    String expected =
        Chat.ANSWER
            .replace("\"content\":\"hello\"", "\"content\":\"hello\",\"refusal\":null")
            .replace("\"finish_reason\"", "\"logprobs\":null,\"finish_reason\"");
    assertThat(Json.object(answer.body()).node())
        .isEqualTo(Json.object(expected.getBytes(StandardCharsets.UTF_8)).node());
    assertThat(upstream.peer(0).requests().getFirst())
        .contains("\"stream\":true", "\"include_usage\":true");
  }

  @Test
  void silenceBeforeTheFirstContentIsNoticedInTime() {
    says(true, ROLE);
    Fault fault = attempt(times(5_000, 300, 10_000, 10_000)).failure();
    assertThat(fault.code()).isEqualTo("first_byte_timeout");
  }

  @Test
  void silenceAfterwardsIsNoticedInTimeAndTheClientHasSeenNothing() {
    says(true, ROLE, text("a"));
    Fault fault = attempt(times(5_000, 10_000, 300, 10_000)).failure();
    assertThat(fault.code()).isEqualTo("idle_timeout");
  }

  @Test
  void theTimeOfTheAttemptStillEndsIt() {
    says(true, ROLE, text("a"));
    Fault fault = attempt(times(5_000, 10_000, 10_000, 300)).failure();
    assertThat(fault.code()).isEqualTo("attempt_timeout");
  }

  @Test
  void aCutStreamIsAFailureThatNobodySaw() {
    says(false, ROLE, text("a"));
    Attempt attempt = attempt(PATIENT);
    assertThat(attempt.failure().code()).isEqualTo("cut");
  }

  @Test
  void anErrorInTheStreamIsAFailureThatNobodySaw() {
    says(true, ROLE, text("a"), "data: {\"error\":{\"message\":\"overloaded\"}}\n\n");
    assertThat(attempt(PATIENT).failure().code()).isEqualTo("error_in_stream");
  }

  @Test
  void aServerThatAnswersWholeNonethelessIsUnderstood() {
    upstream.then(peer -> {
      peer.readRequest();
      peer.send(Chat.answer());
      peer.silence();
    });
    Answer answer = answered(attempt(PATIENT));
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo(Chat.ANSWER);
  }
}
