package dev.breakwater.simulator.speech;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.simulator.speech.Utterance.Ending;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SpeakerTest {
  private static final int SEEDS = 500;

  private static Utterance speak(long seed, @Nullable Integer tokens, Limits limits) {
    return Speaker.speak(seed, tokens, Demand.prose(limits), () -> "call");
  }

  private static String joined(Utterance utterance) {
    String whole = utterance.text();
    StringBuilder text = new StringBuilder();
    for (int piece = 0; piece < utterance.pieces(); piece++) {
      text.append(whole, utterance.piece(piece).start(), utterance.piece(piece).end());
    }
    return text.toString();
  }

  @Test
  void naturalAnswersAreSentencesOfTwentyTokensAndMore() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Utterance said = speak(seed, null, Limits.NONE);
      assertThat(said.tokens()).as("seed %d", seed).isBetween(20, 51).isEqualTo(said.pieces());
      assertThat(Tokens.count(said.text())).as("seed %d", seed).isEqualTo(said.tokens());
      assertThat(joined(said)).as("seed %d", seed).isEqualTo(said.text());
      assertThat(said.text())
          .as("seed %d", seed)
          .endsWith(".")
          .doesNotContain("..")
          .doesNotContain(" .");
      assertThat(said.ending()).isEqualTo(Ending.DONE);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10, 100, 5_000})
  void anOrderedLengthIsKeptExactly(int tokens) {
    for (long seed = 0; seed < 50; seed++) {
      Utterance said = speak(seed, tokens, Limits.NONE);
      assertThat(said.tokens()).as("seed %d", seed).isEqualTo(tokens);
      assertThat(Tokens.count(said.text())).as("seed %d", seed).isEqualTo(tokens);
      assertThat(joined(said)).as("seed %d", seed).isEqualTo(said.text());
    }
  }

  @Test
  void aSingleTokenIsStillTwoPieces() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Utterance said = speak(seed, null, new Limits(1, List.of()));
      assertThat(said.tokens()).isEqualTo(1);
      assertThat(said.pieces()).as("seed %d: %s", seed, said.text()).isLessThanOrEqualTo(2);
      assertThat(joined(said)).isEqualTo(said.text());
      assertThat(said.tokensThrough(said.pieces() - 1)).isEqualTo(1);
    }
  }

  @Test
  void aLimitGivesTheBeginningOfTheSameText() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Utterance whole = speak(seed, null, Limits.NONE);
      Utterance cut = speak(seed, null, new Limits(7, List.of()));
      assertThat(whole.text()).startsWith(cut.text());
      assertThat(cut.tokens()).isEqualTo(7);
      assertThat(cut.ending()).isEqualTo(Ending.MAX_TOKENS);
      assertThat(speak(seed, null, new Limits(whole.tokens(), List.of())).ending())
          .isEqualTo(Ending.DONE);
    }
  }

  @Test
  void theEarliestStopEndsTheTextBeforeIt() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Utterance whole = speak(seed, null, Limits.NONE);
      Utterance stopped = speak(seed, null, new Limits(1_000, List.of("absent", ".", "")));
      assertThat(stopped.text()).isEqualTo(whole.text().substring(0, whole.text().indexOf('.')));
      assertThat(stopped.ending()).isEqualTo(Ending.STOP_SEQUENCE);
      assertThat(stopped.stop()).isEqualTo(".");
      assertThat(Tokens.count(stopped.text())).isEqualTo(stopped.tokens());
      assertThat(joined(stopped)).isEqualTo(stopped.text());
    }
  }

  @Test
  void aStopAtTheVeryStartLeavesOneEmptyPiece() {
    String first = speak(3, null, Limits.NONE).text().substring(0, 1);
    Utterance nothing = speak(3, null, new Limits(100, List.of(first)));
    assertThat(nothing.text()).isEmpty();
    assertThat(nothing.tokens()).isZero();
    assertThat(nothing.pieces()).isEqualTo(1);
    assertThat(nothing.piece(0).end()).isZero();
  }

  @Test
  void aStopBeyondTheLimitDoesNotCount() {
    Utterance cut = speak(3, null, new Limits(2, List.of(".")));
    assertThat(cut.ending()).isEqualTo(Ending.MAX_TOKENS);
  }

  private static Demand thinking(int most, boolean shown, Limits limits) {
    return new Demand(
        List.of(),
        new ToolChoice.None(),
        true,
        new Demand.Turn("", false),
        new Format.Prose(),
        new Thinking(most, shown),
        limits);
  }

  @Test
  void thoughtsAndSentencesShareTheOrderedLength() {
    for (int tokens : new int[] {1, 2, 9, 40, 500}) {
      Utterance said = Speaker.speak(7, tokens, thinking(1_000, true, Limits.NONE), () -> "call");
      assertThat(said.tokens()).isEqualTo(tokens);
      assertThat(said.thinkingTokens()).isLessThanOrEqualTo(tokens / 2);
      assertThat(said.text()).isNotEmpty();
    }
  }

  @Test
  void hiddenThoughtsCountWithTheFirstPiece() {
    Utterance shown = Speaker.speak(7, null, thinking(64, true, Limits.NONE), () -> "call");
    Utterance hidden = Speaker.speak(7, null, thinking(64, false, Limits.NONE), () -> "call");
    assertThat(hidden.tokens()).isEqualTo(shown.tokens());
    assertThat(hidden.thinkingTokens()).isPositive();
    assertThat(hidden.pieces()).isEqualTo(shown.pieces() - shown.thinkingTokens());
    assertThat(hidden.tokensThrough(0)).isEqualTo(hidden.thinkingTokens() + 1);
    assertThat(hidden.text()).isEqualTo(shown.text());
  }

  @Test
  void aLimitReachedInThoughtLeavesNothingToSay() {
    Limits limits = new Limits(5, List.of());
    Utterance shown = Speaker.speak(7, null, thinking(64, true, limits), () -> "call");
    assertThat(shown.ending()).isEqualTo(Ending.MAX_TOKENS);
    assertThat(shown.blocks()).hasSize(1);
    assertThat(shown.tokens()).isEqualTo(5);
    Utterance hidden = Speaker.speak(7, null, thinking(64, false, limits), () -> "call");
    assertThat(hidden.pieces()).isEqualTo(1);
    assertThat(hidden.text()).isEmpty();
    assertThat(hidden.tokensThrough(0)).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({
    "'',0",
    "' ',1",
    "a,1",
    "abcdefg,1",
    "abcdefgh,2",
    "'a b',2",
    "'a  b',3",
    "a.,2",
    "東京都,3",
    "🌊🌊,2"
  })
  void tokensAreCounted(String text, int tokens) {
    assertThat(Tokens.count(text)).isEqualTo(tokens);
  }
}
