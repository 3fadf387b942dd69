package dev.breakwater.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.simulator.RawConversation.Close;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Every fault, seen on the wire. */
final class FaultTest extends Rig {
  private static final int PATIENCE = 5_000;

  /** Long enough for an answer without pauses to be there. */
  private static final int MOMENT = 100;

  static Stream<Arguments> everyWay() {
    return Stream.of(Dialect.values())
        .flatMap(dialect -> Stream.of(Arguments.of(dialect, false), Arguments.of(dialect, true)));
  }

  private void strikes(Dialect dialect, String fault, String ended) throws Exception {
    JsonNode call = lastCall(dialect);
    assertThat(call.path("fault").stringValue()).isEqualTo(fault);
    assertThat(call.path("ended").asString("")).isEqualTo(ended);
  }

  @ParameterizedTest
  @MethodSource("everyWay")
  void refusedConnectionsAreResetWithoutAnAnswer(Dialect dialect, boolean stream) throws Exception {
    script(dialect, "{\"fault\":\"refuse\"}");
    try (RawConversation raw = RawConversation.ask(port(), dialect, stream)) {
      assertThat(raw.readAll(PATIENCE)).isEqualTo(Close.RESET);
      assertThat(raw.receivedBytes()).isZero();
    }
    strikes(dialect, "refuse", "cut");
    JsonNode call = lastCall(dialect);
    assertThat(call.path("status").isNull()).isTrue();
    assertThat(call.path("inputTokens").intValue()).isZero();
    assertThat(call.path("body").isObject()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("everyWay")
  void resetConnectionsEndInAnError(Dialect dialect, boolean stream) throws Exception {
    script(dialect, "{\"fault\":\"reset\"}");
    try (RawConversation raw = RawConversation.ask(port(), dialect, stream)) {
      assertThat(raw.readAll(PATIENCE)).isEqualTo(Close.RESET);
      assertThat(raw.receivedBytes()).isZero();
    }
    strikes(dialect, "reset", "cut");
  }

  @ParameterizedTest
  @EnumSource
  void aResetMayStrikeInTheMiddleOfAStream(Dialect dialect) throws Exception {
    script(dialect, "{\"fault\":\"reset\",\"after\":3,\"betweenTokens\":\"30ms\"}");
    try (RawConversation raw = RawConversation.ask(port(), dialect, true)) {
      assertThat(raw.readAll(PATIENCE)).isEqualTo(Close.RESET);
      assertThat(raw.received()).startsWith("HTTP/1.1 200 OK");
    }
    assertThat(lastCall(dialect).path("outputTokens").intValue()).isEqualTo(3);
  }

  @ParameterizedTest
  @MethodSource("everyWay")
  void silentProvidersAnswerNothingUntilTheClientLeaves(Dialect dialect, boolean stream)
      throws Exception {
    script(dialect, "{\"fault\":\"silent\"}");
    try (RawConversation raw = RawConversation.ask(port(), dialect, stream)) {
      assertThat(raw.readAll(MOMENT)).isEqualTo(Close.OPEN);
      assertThat(raw.receivedBytes()).isZero();
      assertThat(lastCall(dialect).path("ended").isNull()).isTrue();
    }
    Awaitility.await().untilAsserted(() -> strikes(dialect, "silent", "abandoned"));
  }

  @ParameterizedTest
  @EnumSource
  void aCutStreamEndsAfterItsChunksWithoutAnEnd(Dialect dialect) throws Exception {
    script(dialect, "{\"fault\":\"cut\",\"after\":5}");
    try (RawConversation raw = RawConversation.ask(port(), dialect, true)) {
      assertThat(raw.readAll(PATIENCE)).isEqualTo(Close.CLEAN);
      assertThat(raw.received()).startsWith("HTTP/1.1 200 OK").doesNotContain("\r\n0\r\n\r\n");
      String body = raw.dechunked();
      assertThat(dialect.pieces(body)).isEqualTo(5);
      assertThat(dialect.complete(body)).isFalse();
      assertThat(lastCall(dialect).path("text").stringValue())
          .isEqualTo(dialect.streamedText(body));
    }
    assertThat(lastCall(dialect).path("outputTokens").intValue()).isEqualTo(5);
    strikes(dialect, "cut", "cut");
  }

  @ParameterizedTest
  @EnumSource
  void aCutAfterNothingComesBeforeTheFirstToken(Dialect dialect) throws Exception {
    script(dialect, "{\"fault\":\"cut\",\"after\":0}");
    try (RawConversation raw = RawConversation.ask(port(), dialect, true)) {
      assertThat(raw.readAll(PATIENCE)).isEqualTo(Close.CLEAN);
      assertThat(raw.received()).startsWith("HTTP/1.1 200 OK");
      assertThat(dialect.pieces(raw.dechunked())).isZero();
    }
    assertThat(lastCall(dialect).path("outputTokens").intValue()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void aCutBeyondTheLastChunkStillLeavesNoEnd(Dialect dialect) throws Exception {
    script(dialect, "{\"fault\":\"cut\",\"after\":500,\"tokens\":20}");
    try (RawConversation raw = RawConversation.ask(port(), dialect, true)) {
      assertThat(raw.readAll(PATIENCE)).isEqualTo(Close.CLEAN);
      assertThat(raw.received()).doesNotContain("\r\n0\r\n\r\n");
      assertThat(dialect.pieces(raw.dechunked())).isEqualTo(20);
    }
    strikes(dialect, "cut", "cut");
  }

  @ParameterizedTest
  @EnumSource
  void aCutWholeAnswerIsHalfOfWhatItsLengthPromises(Dialect dialect) throws Exception {
    script(dialect, "{\"fault\":\"cut\"}");
    try (RawConversation raw = RawConversation.ask(port(), dialect, false)) {
      assertThat(raw.readAll(PATIENCE)).isEqualTo(Close.CLEAN);
      int promised = contentLength(raw.received());
      assertThat(raw.bodyBytes()).isEqualTo(promised / 2);
    }
    assertThat(lastCall(dialect).path("outputTokens").intValue()).isZero();
    strikes(dialect, "cut", "cut");
  }

  private static int contentLength(String received) {
    String lower = received.toLowerCase(Locale.ROOT);
    int start = lower.indexOf("content-length: ") + 16;
    return Integer.parseInt(lower.substring(start, lower.indexOf('\r', start)));
  }

  @ParameterizedTest
  @EnumSource
  void aStalledStreamStaysOpenAndSendsNoMore(Dialect dialect) throws Exception {
    script(dialect, "{\"fault\":\"stall\",\"after\":4,\"betweenTokens\":\"2ms\"}");
    try (RawConversation raw = RawConversation.ask(port(), dialect, true)) {
      Awaitility.await()
          .ignoreExceptions() // there is no call before its request has arrived
          .untilAsserted(
              () -> assertThat(lastCall(dialect).path("outputTokens").intValue()).isEqualTo(4));
      assertThat(raw.readAll(MOMENT)).isEqualTo(Close.OPEN);
      assertThat(dialect.pieces(raw.dechunked())).isEqualTo(4);
      assertThat(lastCall(dialect).path("ended").isNull()).isTrue();
    }
    Awaitility.await().untilAsserted(() -> strikes(dialect, "stall", "abandoned"));
    assertThat(lastCall(dialect).path("outputTokens").intValue()).isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource
  void aStalledWholeAnswerStaysHalf(Dialect dialect) throws Exception {
    script(dialect, "{\"fault\":\"stall\"}");
    try (RawConversation raw = RawConversation.ask(port(), dialect, false)) {
      raw.readAtLeast("HTTP/1.1 200 OK".length());
      assertThat(raw.readAll(MOMENT)).isEqualTo(Close.OPEN);
      assertThat(raw.bodyBytes()).isEqualTo(contentLength(raw.received()) / 2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneChunkOfAGarbledStreamIsNotJson(Dialect dialect) throws Exception {
    script(dialect, "{\"fault\":\"garbage\",\"after\":2}");
    HttpResponse<String> response = ask(dialect, true);
    assertThat(response.statusCode()).isEqualTo(200);
    long broken =
        response
            .body()
            .lines()
            .filter(line -> line.startsWith("data: {"))
            .filter(FaultTest::broken)
            .count();
    assertThat(broken).isEqualTo(1);
    assertThat(response.body().lines().filter(line -> line.startsWith("data: {")).findFirst())
        .isPresent();
    strikes(dialect, "garbage", "whole");
  }

  private static boolean broken(String line) {
    try {
      Dialect.MAPPER.readTree(line.substring(6));
      return false;
    } catch (JacksonException _) {
      return true;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aGarbledWholeAnswerIsNotJson(Dialect dialect) throws Exception {
    script(dialect, "{\"fault\":\"garbage\"}");
    HttpResponse<String> response = ask(dialect, false);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThatThrownBy(() -> json(response)).isInstanceOf(JacksonException.class);
  }

  @ParameterizedTest
  @MethodSource("everyWay")
  void anHtmlPageComesInsteadOfAnAnswer(Dialect dialect, boolean stream) throws Exception {
    script(dialect, "{\"fault\":\"html\"}");
    HttpResponse<String> response = ask(dialect, stream);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
    assertThat(response.body()).startsWith("<!DOCTYPE html>");
    script(dialect, "{\"fault\":\"html\",\"status\":502}");
    assertThat(ask(dialect, stream).statusCode()).isEqualTo(502);
    strikes(dialect, "html", "whole");
  }

  @ParameterizedTest
  @EnumSource
  void anErrorComesInsideAStream(Dialect dialect) throws Exception {
    script(dialect, "{\"fault\":\"errorIn200\",\"after\":3}");
    HttpResponse<String> response = ask(dialect, true);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(dialect.pieces(response.body())).isEqualTo(3);
    assertThat(Dialect.events(response.body()).getLast().has("error")).isTrue();
    assertThat(dialect.complete(response.body())).isFalse();
    assertThat(lastCall(dialect).path("outputTokens").intValue()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource
  void anErrorComesAsAWholeAnswer(Dialect dialect) throws Exception {
    script(dialect, "{\"fault\":\"errorIn200\"}");
    HttpResponse<String> response = ask(dialect, false);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(json(response).path("error").path("message").isString()).isTrue();
    assertThat(dialect.textOf(json(response), false)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aStreamWithoutEndHasAllItsTextAndNoFinish(Dialect dialect) throws Exception {
    String healthy = ask(dialect, true).body();
    script(dialect, "{\"fault\":\"noEnd\"}");
    String body = ask(dialect, true).body();
    assertThat(dialect.streamedText(body)).isEqualTo(dialect.streamedText(healthy));
    assertThat(Dialect.events(body)).allMatch(event -> dialect.endOf(event) == null);
    assertThat(body).doesNotContain("[DONE]").doesNotContain("message_stop");
    script(dialect, "{\"fault\":\"noEnd\"}");
    assertThat(dialect.endOf(json(ask(dialect, false)))).isNull();
  }

  @ParameterizedTest
  @MethodSource("everyWay")
  void usageIsLeftOut(Dialect dialect, boolean stream) throws Exception {
    assertThat(ask(dialect, stream).body()).containsIgnoringCase("usage");
    script(dialect, "{\"fault\":\"noUsage\"}");
    assertThat(ask(dialect, stream).body()).doesNotContainIgnoringCase("usage");
    assertThat(lastCall(dialect).path("outputTokens").intValue()).isPositive();
  }

  @ParameterizedTest
  @MethodSource("everyWay")
  void anEndlessAnswerGoesOnUntilTheClientLeaves(Dialect dialect, boolean stream) throws Exception {
    int healthy = ask(dialect, stream).body().length();
    script(dialect, "{\"fault\":\"endless\"}");
    try (RawConversation raw = RawConversation.ask(port(), dialect, stream)) {
      raw.readAtLeast(healthy * 5);
      assertThat(raw.receivedBytes()).isGreaterThanOrEqualTo(healthy * 5);
      assertThat(raw.received()).doesNotContain("[DONE]").doesNotContain("message_stop");
    }
    Awaitility.await().untilAsserted(() -> strikes(dialect, "endless", "abandoned"));
  }

  @Test
  void aDribbleIsAByteASecond() throws Exception {
    long start = System.nanoTime();
    List<RawConversation> conversations = new ArrayList<>();
    for (Dialect dialect : Dialect.values()) {
      script(dialect, "{\"fault\":\"dribble\"}");
      conversations.add(RawConversation.ask(port(), dialect, false));
      conversations.add(RawConversation.ask(port(), dialect, true));
    }
    // The last one to get its second byte is the last one that was asked.
    conversations.getLast().readAll(MOMENT);
    conversations.getLast().readAtLeast(conversations.getLast().receivedBytes() + 1);
    for (int index = 0; index < conversations.size(); index++) {
      try (RawConversation raw = conversations.get(index)) {
        raw.readAll(MOMENT / 5);
        // Chunked encoding adds the size and two line ends to the byte.
        int one = index % 2 == 0 ? 1 : 6;
        assertThat(raw.received()).startsWith("HTTP/1.1 200 OK");
        assertThat(raw.bodyBytes() % one).isZero();
        long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
        assertThat((long) raw.bodyBytes() / one).isBetween(2L, seconds + 1);
      }
    }
    Awaitility.await().untilAsserted(() -> strikes(Dialect.OPENAI, "dribble", "abandoned"));
  }

  @ParameterizedTest
  @EnumSource
  void aHugeLineIsEightMegabytesOfValidJson(Dialect dialect) throws Exception {
    script(dialect, "{\"fault\":\"hugeLine\",\"after\":1}");
    String body = ask(dialect, true).body();
    assertThat(body.lines().mapToInt(String::length).max().orElse(0)).isGreaterThan(8 << 20);
    assertThat(dialect.complete(body)).isTrue();
  }

  @Test
  void aHugeWholeAnswerSaysTheSame() throws Exception {
    Dialect dialect = Dialect.ANTHROPIC;
    String body = ask(dialect, true).body();
    script(dialect, "{\"fault\":\"hugeLine\"}");
    HttpResponse<String> whole = ask(dialect, false);
    assertThat(whole.body().length()).isGreaterThan(8 << 20);
    assertThat(dialect.textOf(json(whole), false)).isEqualTo(dialect.streamedText(body));
  }
}
