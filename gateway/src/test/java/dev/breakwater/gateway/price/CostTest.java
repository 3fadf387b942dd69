package dev.breakwater.gateway.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.wire.conversation.Tokens;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CostTest {
  private static final Price MINI =
      Price.perMillion(
          new BigDecimal("0.15"), new BigDecimal("0.60"), new BigDecimal("0.075"), null, null, "x");

  @Test
  void aMillionTokensCostThePrice() {
    assertThat(Cost.of(Tokens.reported(1_000_000, 0), MINI)).isEqualTo(150_000_000);
    assertThat(Cost.of(Tokens.reported(0, 1_000_000), MINI)).isEqualTo(600_000_000);
  }

  @Test
  void aSmallAnswerIsExactToTheNanoDollar() {
    assertThat(Cost.of(Tokens.reported(12, 7), MINI)).isEqualTo(12 * 150 + 7 * 600);
  }

  @Test
  void cachedInputCostsItsOwnPriceAndIsNotPaidTwice() {
    assertThat(Cost.of(new Tokens(1000, 0, 400, 0, 0, true), MINI)).isEqualTo(600 * 150 + 400 * 75);
  }

  @Test
  void writtenInputAndReasoningHaveTheirPrices() {
    Price price = new Price(1_000_000, 2_000_000, 3_000_000, 5_000_000, 7_000_000, "x");
    assertThat(Cost.of(new Tokens(100, 50, 10, 20, 30, true), price))
        .isEqualTo(70 + 10 * 3 + 20 * 5 + 20 * 2 + 30 * 7);
  }

  @Test
  void theSumIsRoundedOnceAndHalfUp() {
    Price price = new Price(250_000, 250_000, 0, 0, 0, "x");
    assertThat(Cost.of(Tokens.reported(1, 0), price)).isZero();
    assertThat(Cost.of(Tokens.reported(1, 1), new Price(250_000, 250_000, 0, 0, 250_000, "x")))
        .isEqualTo(1);
    assertThat(Cost.of(Tokens.reported(0, 0), price)).isZero();
  }

  @Test
  void theLargestCountsAtTheLargestPriceDoNotOverflow() {
    Price most = new Price(Price.MOST, Price.MOST, Price.MOST, Price.MOST, Price.MOST, "x");
    assertThat(Cost.of(Tokens.reported(Tokens.MOST, Tokens.MOST), most))
        .isEqualTo(20_000_000_000_000_000L);
  }

  @Test
  void costEqualsArbitraryPrecisionForRandomCounts() {
    long seed = 20_260_101;
    Random random = new Random(seed);
    for (int round = 0; round < 20_000; round++) {
      long input = random.nextLong(Tokens.MOST);
      long cached = random.nextLong(input + 1);
      long written = random.nextLong(input - cached + 1);
      long output = random.nextLong(Tokens.MOST);
      long reasoning = random.nextLong(output + 1);
      Price price =
          new Price(
              random.nextLong(Price.MOST),
              random.nextLong(Price.MOST),
              random.nextLong(Price.MOST),
              random.nextLong(Price.MOST),
              random.nextLong(Price.MOST),
              "x");
      BigDecimal sum =
          times(input - cached - written, price.input())
              .add(times(cached, price.cachedInput()))
              .add(times(written, price.cacheWrite()))
              .add(times(output - reasoning, price.output()))
              .add(times(reasoning, price.reasoning()));
      assertThat(Cost.of(new Tokens(input, output, cached, written, reasoning, true), price))
          .as("seed %d, round %d", seed, round)
          .isEqualTo(sum.movePointLeft(6).setScale(0, RoundingMode.HALF_UP).longValueExact());
    }
  }

  @Test
  void aPriceFinerThanANanoDollarIsRefused() {
    assertThatThrownBy(() -> Price.perMillion(new BigDecimal("0.0000000001"), BigDecimal.ONE, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("finer than a nano-dollar");
    assertThatThrownBy(() -> Price.perMillion(new BigDecimal("-1"), BigDecimal.ONE, "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Price.perMillion(new BigDecimal("1e30"), BigDecimal.ONE, "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static BigDecimal times(long tokens, long price) {
    return new BigDecimal(BigInteger.valueOf(tokens).multiply(BigInteger.valueOf(price)));
  }
}
