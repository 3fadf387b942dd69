package dev.breakwater.gateway.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.size.PromptSize;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TokenEstimatesTest {
  private static final PromptSize ENGLISH = prompt("one two three four five six ".repeat(60));
  private static final PromptSize JAPANESE = prompt("今日は天気がいい".repeat(60));

  private final TokenEstimates estimates = new TokenEstimates();

  @Test
  void itBeginsWithWhatIsUsual() {
    assertThat(estimates.input("m", ENGLISH)).isEqualTo(ENGLISH.textTokens());
    assertThat(estimates.output("m", ENGLISH, 4_000, 0)).isEqualTo(940);
    assertThat(estimates.output("m", ENGLISH, 0, 0)).isZero();
  }

  @Test
  void itLearnsAModelsVocabularyFromWhatIsReported() {
    long expected = ENGLISH.textTokens();
    for (int call = 0; call < 200; call++) {
      estimates.learn("m", ENGLISH, Tokens.reported(expected * 3 / 2, 2_000), 4_000);
    }
    assertThat(estimates.input("m", ENGLISH)).isCloseTo(expected * 3 / 2, within(expected / 50));
    assertThat(estimates.output("m", ENGLISH, 4_000, 0)).isCloseTo(2_000L, within(40L));
    assertThat(estimates.input("m", JAPANESE))
        .as("another script")
        .isEqualTo(JAPANESE.textTokens());
    assertThat(estimates.input("other", ENGLISH)).as("another model").isEqualTo(expected);
  }

  @Test
  void whatHasAnotherReasonThanTheVocabularyIsNotLearnt() {
    estimates.learn("m", ENGLISH, Tokens.reported(5_000_000, 3_000_000), 40);
    estimates.learn("m", ENGLISH, Tokens.reported(1, 0), 40_000);
    estimates.learn("m", ENGLISH, new Tokens(0, 900, 0, 0, 800, true), 400);
    assertThat(estimates.input("m", ENGLISH)).isEqualTo(ENGLISH.textTokens());
    assertThat(estimates.output("m", ENGLISH, 4_000, 0)).isEqualTo(940);
  }

  @Test
  void theSameHistoryGivesTheSameEstimate() {
    TokenEstimates twin = new TokenEstimates();
    for (int call = 1; call < 100; call++) {
      Tokens reported = Tokens.reported(400 + call, 10L * call);
      estimates.learn("m", ENGLISH, reported, 37L * call);
      twin.learn("m", ENGLISH, reported, 37L * call);
    }
    assertThat(twin.input("m", ENGLISH)).isEqualTo(estimates.input("m", ENGLISH));
    assertThat(twin.output("m", ENGLISH, 999, 0)).isEqualTo(estimates.output("m", ENGLISH, 999, 0));
  }

  @Test
  void modelsThatCallersMakeUpPushOutTheLeastUsedOnly() {
    for (int call = 0; call < 50; call++) {
      estimates.learn("used", ENGLISH, Tokens.reported(2 * ENGLISH.textTokens(), 1), 4);
    }
    long learnt = estimates.input("used", ENGLISH);
    assertThat(learnt).isGreaterThan(ENGLISH.textTokens());
    for (int model = 0; model < 5_000; model++) {
      estimates.learn("made-up-" + model, ENGLISH, Tokens.reported(400, 1), 4);
      if (model % 100 == 0) {
        assertThat(estimates.input("used", ENGLISH)).isEqualTo(learnt);
      }
    }
    assertThat(estimates.input("made-up-1", ENGLISH)).isEqualTo(ENGLISH.textTokens());
  }

  @Test
  void aStreamThatComesTokenByTokenTellsTheirNumber() {
    assertThat(estimates.output("m", ENGLISH, 450, 100)).isEqualTo(100);
    assertThat(estimates.output("m", ENGLISH, 10_000, 100)).isEqualTo(2_350);
    assertThat(estimates.output("m", ENGLISH, 820, 100)).isBetween(100L, 200L);
  }

  @Test
  void whatWasReportedBeforeTheEndIsBelievedAsFarAsItGoes() {
    Tokens beginning = new Tokens(700, 1, 300, 200, 0, true);
    assertThat(estimates.soFar("m", ENGLISH, beginning, 450, 100))
        .isEqualTo(new Tokens(700, 100, 300, 200, 0, false));
    Tokens running = new Tokens(700, 98, 0, 0, 40, true);
    assertThat(estimates.soFar("m", ENGLISH, running, 450, 100))
        .as("no less than the pieces that have come")
        .isEqualTo(new Tokens(700, 100, 0, 0, 40, false));
    Tokens first = new Tokens(700, 1, 0, 0, 0, true);
    assertThat(estimates.soFar("m", ENGLISH, first, 12, 2).output()).isEqualTo(2);
    assertThat(estimates.soFar("m", ENGLISH, null, 450, 100))
        .isEqualTo(Tokens.estimated(ENGLISH.textTokens(), 100));
  }

  @Test
  void usageIsDoubtedBeyondWideMarginsOnly() {
    assertThat(UsageCheck.doubt(Tokens.reported(9, 1_000_000), 16, 100, 40)).isNull();
    assertThat(UsageCheck.doubt(Tokens.reported(9, 1_001_601), 16, 100, 40))
        .contains("1001601 output tokens where at most 16");
    assertThat(UsageCheck.doubt(Tokens.reported(9, 2_004_000), -1, 100, 40)).isNull();
    assertThat(UsageCheck.doubt(Tokens.reported(9, 2_004_001), -1, 100, 40))
        .contains("for 40 bytes of text");
    assertThat(UsageCheck.doubt(Tokens.reported(20_010_000, 9), -1, 100, 40)).isNull();
    assertThat(UsageCheck.doubt(Tokens.reported(20_010_001, 9), -1, 100, 40))
        .contains("for a request of 100 bytes");
  }

  private static PromptSize prompt(String text) {
    return PromptSize.of(
        ("{\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}")
            .getBytes(StandardCharsets.UTF_8));
  }
}
