package dev.breakwater.gateway.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.gateway.price.Tariff.Mode;
import dev.breakwater.gateway.price.Tariff.Tier;
import dev.breakwater.wire.conversation.FinerTokens;
import dev.breakwater.wire.conversation.FinerTokens.Service;
import dev.breakwater.wire.conversation.Tokens;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CostTest {
  private static final Rates MINI =
      Rates.perMillion(
          Map.of(
              Rate.INPUT, new BigDecimal("0.15"),
              Rate.OUTPUT, new BigDecimal("0.60"),
              Rate.CACHED_INPUT, new BigDecimal("0.075")));

  /** Gemini 2.5 Pro's list price. */
  private static final Tariff PRO = tiered(Mode.WHOLE);

  @Test
  void aMillionTokensCostThePrice() {
    assertThat(cost(Tokens.reported(1_000_000, 0), MINI)).isEqualTo(150_000_000);
    assertThat(cost(Tokens.reported(0, 1_000_000), MINI)).isEqualTo(600_000_000);
  }

  @Test
  void aSmallAnswerIsExactToTheNanoDollar() {
    assertThat(cost(Tokens.reported(12, 7), MINI)).isEqualTo(12 * 150 + 7 * 600);
  }

  @Test
  void cachedInputCostsItsOwnPriceAndIsNotPaidTwice() {
    assertThat(cost(new Tokens(1000, 0, 400, 0, 0, true), MINI)).isEqualTo(600 * 150 + 400 * 75);
  }

  @Test
  void writtenInputAndReasoningHaveTheirPrices() {
    Price price = Priced.at(1_000_000, 2_000_000, 3_000_000, 5_000_000, 7_000_000, "x");
    assertThat(Cost.of(new Tokens(100, 50, 10, 20, 30, true), price))
        .isEqualTo(70 + 10 * 3 + 20 * 5 + 20 * 2 + 30 * 7);
  }

  @Test
  void whatOnlySomeVendorsTellHasItsPrices() {
    Iterator<Long> primes = List.of(2L, 3L, 5L, 7L, 11L, 13L, 17L, 19L, 23L).iterator();
    Map<Rate, Long> given = new EnumMap<>(Rate.class);
    Rate.ALL.forEach(rate -> given.put(rate, primes.next() * 1_000_000L));
    Tokens tokens =
        new Tokens(500, 400, 50, 60, 70, new FinerTokens(20, 80, 90, 100, Service.STANDARD), true);
    // By kind, in the order of their declaration: 310 plain input, 140 plain output and so on.
    assertThat(Cost.of(tokens, Price.of(Rates.of(given), "x")))
        .isEqualTo(
            310 * 2 + 140 * 3 + 50 * 5 + 40 * 7 + 20 * 11 + 70 * 13 + 80 * 17 + 90 * 19 + 100 * 23);
  }

  @Test
  void whatHasNoPriceOfItsOwnCostsAsTheWholeThatItIsAPartOf() {
    Rates rates = Rates.of(Map.of(Rate.INPUT, 3L, Rate.OUTPUT, 15L, Rate.CACHE_WRITE, 4L));
    assertThat(rates.of(Rate.CACHED_INPUT)).isEqualTo(3);
    assertThat(rates.of(Rate.AUDIO_INPUT)).isEqualTo(3);
    assertThat(rates.of(Rate.CACHE_WRITE_HOUR)).isEqualTo(4);
    assertThat(rates.of(Rate.REASONING)).isEqualTo(15);
    assertThat(rates.of(Rate.IMAGE_OUTPUT)).isEqualTo(15);
  }

  @Test
  void aServiceWithRatesOfItsOwnIsBilledByThem() {
    Price price =
        new Price(
            Tariff.flat(MINI),
            Map.of(Service.FLEX, Tariff.flat(Priced.rates(75, 300, 37, 75, 300))),
            "x");
    Tokens tokens = Tokens.reported(2_000_000, 1_000_000);
    assertThat(Cost.of(tokens.servedAs(Service.FLEX), price)).isEqualTo(2 * 75 + 300);
    assertThat(Cost.of(tokens.servedAs(Service.PRIORITY), price)).isEqualTo(Cost.of(tokens, price));
  }

  @ParameterizedTest
  @CsvSource({
    // The border itself is still below: "above" begins one token later.
    "200000, 1000, 250000000 + 10000000",
    "200001, 1000, 500002500 + 15000000",
    "1000000, 0, 2500000000 + 0",
  })
  void aTierForTheWholeRequestChangesThePriceOfEveryToken(long input, long output, String sum) {
    assertThat(Cost.of(Tokens.reported(input, output), Price.of(PRO, "x"))).isEqualTo(added(sum));
  }

  @ParameterizedTest
  @CsvSource({
    "200000, 1000, 250000000 + 10000000",
    "200001, 1000, 250000000 + 2500 + 10000000",
    "300000, 0, 250000000 + 250000000",
    "0, 300000, 2000000000 + 1500000000",
  })
  void aMarginalTierIsForWhatIsAboveOnly(long input, long output, String sum) {
    assertThat(Cost.of(Tokens.reported(input, output), Price.of(tiered(Mode.MARGINAL), "x")))
        .isEqualTo(added(sum));
  }

  @Test
  void whatWasCachedStandsFirstAndFillsTheLowestTier() {
    // 150,000 cached below the border, 50,000 fresh below it, 30,000 fresh above.
    assertThat(
            Cost.of(
                new Tokens(230_000, 0, 150_000, 0, 0, true), Price.of(tiered(Mode.MARGINAL), "x")))
        .isEqualTo(150_000L * 125 + 50_000L * 1_250 + 30_000L * 2_500);
  }

  @Test
  void theSumIsRoundedOnceAndHalfUp() {
    Price price = Priced.at(250_000, 250_000, 0, 0, 0, "x");
    assertThat(Cost.of(Tokens.reported(1, 0), price)).isZero();
    assertThat(Cost.of(Tokens.reported(1, 1), Priced.at(250_000, 250_000, 0, 0, 250_000, "x")))
        .isEqualTo(1);
    assertThat(Cost.of(Tokens.reported(0, 0), price)).isZero();
  }

  @Test
  void theLargestCountsAtTheLargestPriceDoNotOverflow() {
    Price most = Priced.at(Rates.MOST, Rates.MOST, "x");
    assertThat(Cost.of(Tokens.reported(Tokens.MOST, Tokens.MOST), most))
        .isEqualTo(20_000_000_000_000_000L);
  }

  @ParameterizedTest
  @EnumSource
  void costEqualsArbitraryPrecisionForRandomCountsAndTiers(Mode mode) {
    long seed = 20_260_101;
    Random random = new Random(seed);
    for (int round = 0; round < 10_000; round++) {
      long most = round % 2 == 0 ? Tokens.MOST : 500_000;
      Tokens tokens = tokens(random, most);
      Tariff tariff = tariff(random, mode, most);
      assertThat(Cost.of(tokens, Price.of(tariff, "x")))
          .as("seed %d, round %d", seed, round)
          .isEqualTo(exact(tokens, tariff));
    }
  }

  @Test
  void moreTokensNeverCostLessWhereTiersOnlyRise() {
    long seed = 7;
    Random random = new Random(seed);
    for (Mode mode : Mode.values()) {
      Price price = Price.of(tiered(mode), "x");
      for (int round = 0; round < 5_000; round++) {
        long input = random.nextLong(400_000);
        long output = random.nextLong(400_000);
        long cost = Cost.of(Tokens.reported(input, output), price);
        assertThat(Cost.of(Tokens.reported(input + random.nextLong(9), output), price))
            .isGreaterThanOrEqualTo(cost);
        assertThat(Cost.of(Tokens.reported(input, output + random.nextLong(9)), price))
            .isGreaterThanOrEqualTo(cost);
      }
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
    assertThatThrownBy(() -> Price.perMillion(new BigDecimal("1e999999999"), BigDecimal.ONE, "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Rates.of(Map.of(Rate.INPUT, 1L)))
        .hasMessageContaining("output is missing");
  }

  @Test
  void tiersThatDoNotAscendAreRefused() {
    Tier tier = new Tier(5, MINI);
    assertThatThrownBy(() -> new Tariff(MINI, Mode.WHOLE, List.of(tier, tier)))
        .hasMessageContaining("do not ascend");
    assertThatThrownBy(() -> new Tier(0, MINI)).hasMessageContaining("out of range");
  }

  private static long cost(Tokens tokens, Rates rates) {
    return Cost.of(tokens, Price.of(rates, "x"));
  }

  private static long added(String sum) {
    long total = 0;
    for (String part : sum.split(" \\+ ", -1)) {
      total += Long.parseLong(part);
    }
    return total;
  }

  private static Tariff tiered(Mode mode) {
    Rates base = Priced.rates(1_250_000_000, 10_000_000_000L, 125_000_000, 1_250_000_000, 0);
    Rates above = Priced.rates(2_500_000_000L, 15_000_000_000L, 250_000_000, 2_500_000_000L, 0);
    return new Tariff(base, mode, List.of(new Tier(200_000, above)));
  }

  private static Tokens tokens(Random random, long most) {
    long input = random.nextLong(most);
    long cached = random.nextLong(input + 1);
    long written = random.nextLong(input - cached + 1);
    long output = random.nextLong(most);
    long reasoning = random.nextLong(output + 1);
    FinerTokens finer =
        new FinerTokens(
            random.nextLong(written + 1),
            random.nextLong(input - cached - written + 1),
            random.nextLong(output - reasoning + 1),
            0,
            Service.STANDARD);
    return new Tokens(input, output, cached, written, reasoning, finer, true);
  }

  private static Tariff tariff(Random random, Mode mode, long most) {
    List<Tier> tiers = new ArrayList<>();
    long above = 0;
    for (int tier = random.nextInt(4); tier > 0; tier--) {
      above += 1 + random.nextLong(most / 4);
      tiers.add(new Tier(above, rates(random)));
    }
    return new Tariff(rates(random), mode, tiers);
  }

  private static Rates rates(Random random) {
    Map<Rate, Long> given = new EnumMap<>(Rate.class);
    Rate.ALL.forEach(rate -> given.put(rate, random.nextLong(Rates.MOST + 1)));
    return Rates.of(given);
  }

  /** The definition, written down another way: every band of every kind in arbitrary precision. */
  private static long exact(Tokens tokens, Tariff tariff) {
    BigDecimal sum = BigDecimal.ZERO;
    long inputEnd = 0;
    long outputEnd = 0;
    for (Rate kind :
        List.of(
            Rate.CACHED_INPUT,
            Rate.CACHE_WRITE_HOUR,
            Rate.CACHE_WRITE,
            Rate.INPUT,
            Rate.AUDIO_INPUT,
            Rate.REASONING,
            Rate.OUTPUT,
            Rate.AUDIO_OUTPUT,
            Rate.IMAGE_OUTPUT)) {
      long count = kind.count(tokens);
      boolean ofInput = kind.key().matches("input|cache.*|audioInput");
      long start = ofInput ? inputEnd : outputEnd;
      sum = sum.add(banded(kind, start, count, tokens, tariff));
      inputEnd += ofInput ? count : 0;
      outputEnd += ofInput ? 0 : count;
    }
    assertThat(inputEnd).isEqualTo(tokens.input());
    assertThat(outputEnd).isEqualTo(tokens.output());
    return sum.movePointLeft(6).setScale(0, RoundingMode.HALF_UP).longValueExact();
  }

  private static BigDecimal banded(
      Rate kind, long start, long count, Tokens tokens, Tariff tariff) {
    if (tariff.mode() == Mode.WHOLE) {
      Rates rates = tariff.base();
      for (Tier tier : tariff.tiers()) {
        rates = tokens.input() > tier.above() ? tier.rates() : rates;
      }
      return times(count, rates.of(kind));
    }
    // What lies above each border costs the difference more (or less).
    BigDecimal sum = times(count, tariff.base().of(kind));
    long before = tariff.base().of(kind);
    for (Tier tier : tariff.tiers()) {
      long beyond = Math.max(0, Math.min(count, start + count - tier.above()));
      sum = sum.add(times(beyond, tier.rates().of(kind) - before));
      before = tier.rates().of(kind);
    }
    return sum;
  }

  private static BigDecimal times(long tokens, long price) {
    return new BigDecimal(BigInteger.valueOf(tokens).multiply(BigInteger.valueOf(price)));
  }
}
