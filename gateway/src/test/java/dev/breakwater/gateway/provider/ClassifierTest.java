package dev.breakwater.gateway.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.settings.Target;
import dev.breakwater.wire.bridge.Bridge;
import dev.breakwater.wire.bridge.Bridges;
import dev.breakwater.wire.format.Protocol;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is at fault for which answer: the table of the specification, status by status. */
class ClassifierTest {
  private static final Set<Integer> CREDENTIAL = Set.of(401, 402, 403);
  private static final Set<Integer> UNKNOWN_MODEL = Set.of(404, 410);
  private static final Set<Integer> TRANSIENT_4XX = Set.of(408, 409, 425);
  private static final Bridges BRIDGES = new Bridges(() -> 1);

  private static Outcome classify(Protocol provider, int status, String body) {
    Bridge bridge = BRIDGES.between(Protocol.OPENAI, provider);
    return new Classifier(new Target("up", "m"), bridge, () -> 0, new KeyMask(null))
        .status(
            status,
            MultiMap.caseInsensitiveMultiMap().add("retry-after", "3").add("set-cookie", "a=b"),
            body.getBytes(StandardCharsets.UTF_8));
  }

  private static Outcome openAi(int status, String body) {
    return classify(Protocol.OPENAI, status, body);
  }

  private static Fault fault(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    return ((Outcome.Failed) outcome).fault();
  }

  private static Refusal refusal(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    return ((Outcome.Refused) outcome).refusal();
  }

  static IntStream errorStatuses() {
    return IntStream.rangeClosed(300, 599);
  }

  @ParameterizedTest
  @MethodSource("errorStatuses")
  void everyStatusIsJudgedAsTheTableSaysWhateverItsBodyIs(int status) {
    for (String body :
        new String[] {
          "",
          "<html>",
          "{}",
          "[]",
          "null",
          "{\"error\":{\"message\":\"m\",\"type\":\"t\"}}",
          "{\"error\":\"text\"}",
          "{\"error\":{\"message\":7,\"code\":200}}"
        }) {
      Outcome outcome = openAi(status, body);
      if (CREDENTIAL.contains(status)) {
        assertThat(fault(outcome)).isInstanceOf(Fault.Credential.class);
      } else if (UNKNOWN_MODEL.contains(status)) {
        assertThat(fault(outcome)).isInstanceOf(Fault.UnknownModel.class);
      } else if (status == 429) {
        assertThat(fault(outcome))
            .isInstanceOfSatisfying(
                Fault.Throttled.class, it -> assertThat(it.retryAfter()).isPresent());
      } else if (status < 400 || status >= 500 || TRANSIENT_4XX.contains(status)) {
        assertThat(fault(outcome))
            .isInstanceOfSatisfying(
                Fault.Transient.class,
                it -> {
                  assertThat(it.code()).isEqualTo("status_" + status);
                  assertThat(it.retryAfter()).isPresent();
                });
      } else {
        Refusal refusal = refusal(outcome);
        assertThat(refusal).isInstanceOf(Refusal.CallersOwn.class);
        assertThat(refusal.rejected().status()).isEqualTo(status);
        assertThat(refusal.rejected().headers()).noneMatch(it -> it.name().equals("set-cookie"));
      }
    }
  }

  static Set<Protocol> providers() {
    return BRIDGES.providers();
  }

  @ParameterizedTest
  @MethodSource("providers")
  void everyProtocolsStatusesAreJudgedAlike(Protocol protocol) {
    errorStatuses()
        .forEach(status ->
            assertThat(classify(protocol, status, "{}").getClass())
                .as("%s %s", protocol, status)
                .isEqualTo(openAi(status, "{}").getClass()));
  }

  @Test
  void anEmptyAccountIsNoMatterOfWaiting() {
    Outcome outcome =
        openAi(429, "{\"error\":{\"message\":\"m\",\"code\":\"insufficient_quota\"}}");
    assertThat(fault(outcome)).isInstanceOf(Fault.Credential.class);
  }

  @Test
  void aPromptThatIsTooLongIsToldApartFromOtherMistakes() {
    Outcome outcome =
        openAi(400, "{\"error\":{\"message\":\"m\",\"code\":\"context_length_exceeded\"}}");
    assertThat(refusal(outcome)).isInstanceOf(Refusal.TooLong.class);
  }

  @Test
  void aContentRefusalIsToldApartFromOtherMistakes() {
    Outcome outcome = openAi(400, "{\"error\":{\"message\":\"m\",\"code\":\"content_filter\"}}");
    assertThat(refusal(outcome)).isInstanceOf(Refusal.ContentPolicy.class);
  }

  @Test
  void aKeyThatGeminiCallsAnInvalidArgumentIsStillOurCredential() {
    Outcome outcome =
        classify(
            Protocol.GEMINI,
            400,
            """
            {"error":{"code":400,"message":"API key not valid. Please pass a valid API key.",\
            "status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo",\
            "reason":"API_KEY_INVALID"}]}}\
            """);
    assertThat(fault(outcome)).isInstanceOf(Fault.Credential.class);
  }

  @Test
  void aServerErrorIsNoRefusalThoughItsBodySaysSo() {
    for (String code : new String[] {"content_filter", "context_length_exceeded"}) {
      Outcome outcome = openAi(503, "{\"error\":{\"message\":\"m\",\"code\":\"" + code + "\"}}");
      assertThat(fault(outcome)).isInstanceOf(Fault.Transient.class);
    }
  }
}
