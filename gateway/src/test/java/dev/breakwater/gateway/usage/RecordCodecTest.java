package dev.breakwater.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.trace.KeptTrace;
import dev.breakwater.wire.conversation.Tokens;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordCodecTest {
  private static final String HUGE = "é".repeat(70_000);

  private final RecordEncoder encoder = new RecordEncoder(0);
  private final RecordDecoder decoder = new RecordDecoder();

  @Test
  void everyRecordComesBackAsItWas() {
    String id = Sample.id(1);
    List<UsageRecord> records =
        List.of(
            Sample.began(id, 1, Sample.GOOGLE),
            Sample.succeeded(id, 1, 9),
            Sample.failed(id, 2),
            new AttemptForgone(id, 3),
            Sample.over(id, 1, Status.SUCCESS, Sample.OPENAI),
            Sample.over(id, 2, Status.ERROR, Sample.OPENAI),
            new RequestEnded(
                id,
                1,
                null,
                "t",
                "e",
                "k",
                "モデル",
                null,
                null,
                0,
                Status.REJECTED,
                400,
                "bad",
                "ungültig — 無効",
                true,
                true,
                5,
                -1),
            decided(id, KeptTrace.of("1\tpriority\ngoogle\t無\t0\t1\n\n=\t1\n")));
    for (UsageRecord usage : records) {
      assertThat(decoder.decode(encoder.body(usage))).isEqualTo(usage);
    }
    for (Status status : Status.values()) {
      AttemptEnded ended =
          new AttemptEnded(
              id, 3, 1, status, 0, null, null, new Tokens(9, 8, 1, 2, 3, true), -1, null, 1, -1);
      assertThat(decoder.decode(encoder.body(ended))).isEqualTo(ended);
    }
  }

  @Test
  void textsThatAreTooLongAreCutBetweenCharactersAndNeverExceedTheReserve() {
    Target target = new Target(HUGE, HUGE);
    AttemptBegan began = new AttemptBegan(HUGE, 1, 1, HUGE, HUGE, HUGE, target, true, 1, HUGE, 1);
    AttemptEnded ended =
        new AttemptEnded(HUGE, 1, 1, Status.ERROR, 500, HUGE, HUGE, Tokens.NONE, 0, HUGE, 1, 1);
    RequestEnded over =
        new RequestEnded(
            HUGE,
            1,
            HUGE,
            HUGE,
            HUGE,
            HUGE,
            HUGE,
            target,
            target,
            1,
            Status.ERROR,
            500,
            HUGE,
            HUGE,
            true,
            true,
            1,
            1,
            KeptTrace.of("x".repeat(KeptTrace.LARGEST)));
    assertThat(encoder.body(began)).hasSizeLessThanOrEqualTo(RecordEncoder.LARGEST_BEGAN);
    assertThat(encoder.body(ended)).hasSizeLessThanOrEqualTo(RecordEncoder.LARGEST_ATTEMPT_ENDED);
    assertThat(encoder.body(over)).hasSizeLessThanOrEqualTo(RecordEncoder.LARGEST_REQUEST_ENDED);
    AttemptEnded read = (AttemptEnded) decoder.decode(encoder.body(ended));
    assertThat(read.errorMessage()).isEqualTo("é".repeat(768));
  }

  @Test
  void whatTheVersionBeforeHasWrittenIsRead() {
    String id = Sample.id(1);
    for (UsageRecord usage :
        List.of(Sample.began(id, 1, Sample.GOOGLE), Sample.failed(id, 2), undecided(id))) {
      byte[] body = encoder.body(usage);
      byte[] older = Arrays.copyOf(body, body.length - newerBytes(usage));
      older[1] = 1;
      assertThat(decoder.decode(older)).isEqualTo(usage);
    }
  }

  /** What the first version did not have: here always absent texts and a mark of 0. */
  private static int newerBytes(UsageRecord usage) {
    return switch (usage) {
      case AttemptBegan began -> Short.BYTES + Long.BYTES;
      case RequestEnded ended -> Short.BYTES;
      case AttemptEnded ended -> 0;
      case AttemptForgone forgone -> 0;
    };
  }

  @Test
  void whatRecordsHaveInCommonIsReadAsOneObjectAndNeverTakenForAnother() {
    KeptTrace one = KeptTrace.of("1\tpriority\ngoogle\tone\t0\t1\n\n=\t1\n");
    KeptTrace two = KeptTrace.of("1\tpriority\ngoogle\ttwo\t0\t1\n\n=\t1\n");
    RequestEnded first = (RequestEnded) decoder.decode(encoder.body(decided(Sample.id(1), one)));
    RequestEnded next = (RequestEnded) decoder.decode(encoder.body(decided(Sample.id(2), one)));
    assertThat(next.decision()).isSameAs(first.decision());
    assertThat(next.used()).isSameAs(first.used());
    // Of the same length, and of the same model: as near to each other as can be.
    RequestEnded other = (RequestEnded) decoder.decode(encoder.body(decided(Sample.id(3), two)));
    assertThat(other.decision()).isEqualTo(two);
    Target sibling = new Target("googol", Sample.GOOGLE.model());
    AttemptBegan began = Sample.began(Sample.id(3), 1, sibling);
    assertThat(decoder.decode(encoder.body(began))).isEqualTo(began);
  }

  @Test
  void aRecordsRequestIsKnownWithoutReadingMoreOfIt() {
    for (UsageRecord usage :
        List.of(Sample.began("a", 1, Sample.GOOGLE), new AttemptForgone(Sample.id(7), 3))) {
      byte[] body = encoder.body(usage);
      assertThat(decoder.requestId(body, 0, body.length)).isEqualTo(usage.requestId());
    }
    byte[] cut = Arrays.copyOf(encoder.body(Sample.failed(Sample.id(1), 1)), 20);
    assertThatThrownBy(() -> decoder.requestId(cut, 0, cut.length))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aDecisionThatRunsOverTheEndIsRefused() {
    byte[] body = encoder.body(decided(Sample.id(1), KeptTrace.of("1\tpriority\n\n")));
    for (int length = body.length - 1; length > body.length - 14; length--) {
      byte[] cut = Arrays.copyOf(body, length);
      assertThatThrownBy(() -> decoder.decode(cut)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static RequestEnded undecided(String id) {
    return decided(id, null);
  }

  private static RequestEnded decided(String id, @Nullable KeptTrace decision) {
    return new RequestEnded(
        id,
        1,
        null,
        "t",
        "e",
        "k",
        "auto",
        Sample.GOOGLE,
        Sample.GOOGLE,
        1,
        Status.SUCCESS,
        200,
        null,
        null,
        false,
        false,
        5,
        -1,
        decision);
  }

  @Test
  void anUnknownVersionOrTypeAndAShortBodyAreRefused() {
    byte[] body = encoder.body(Sample.failed(Sample.id(1), 1));
    byte[] newer = body.clone();
    newer[1] = 9;
    assertThatThrownBy(() -> decoder.decode(newer)).hasMessageContaining("version 9");
    byte[] other = body.clone();
    other[0] = 77;
    assertThatThrownBy(() -> decoder.decode(other)).hasMessageContaining("type 77");
    for (int length = 2; length < body.length; length++) {
      byte[] cut = Arrays.copyOf(body, length);
      assertThatThrownBy(() -> decoder.decode(cut)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
