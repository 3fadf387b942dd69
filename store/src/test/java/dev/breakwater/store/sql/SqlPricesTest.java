package dev.breakwater.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.price.PriceOverride;
import dev.breakwater.gateway.price.Rate;
import dev.breakwater.gateway.price.Rates;
import dev.breakwater.gateway.price.Tariff;
import dev.breakwater.gateway.price.Tariff.Mode;
import dev.breakwater.gateway.price.Tariff.Tier;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SqlPricesTest extends OnEachDatabase {
  private static final Instant NOW = Instant.ofEpochMilli(1_750_000_000_000L);
  private static final LocalDate DAY = LocalDate.of(2026, 11, 1);
  private static final Rates LOW =
      Rates.of(Map.of(Rate.INPUT, 1L, Rate.OUTPUT, Rates.MOST, Rate.CACHED_INPUT, 0L));
  private static final Rates HIGH = Rates.of(Map.of(Rate.INPUT, 2L, Rate.OUTPUT, 4L));

  SqlPricesTest(TestDatabase.Kind kind) {
    super(kind);
  }

  @Test
  void pricesComeBackAsTheyWereKept() {
    SqlPrices prices = new SqlPrices(database);
    PriceOverride tiered =
        new PriceOverride(
            "openai", "a/b", DAY, new Tariff(LOW, Mode.MARGINAL, List.of(new Tier(9, HIGH))));
    PriceOverride later = new PriceOverride("openai", "a/b", DAY.plusDays(1), Tariff.flat(HIGH));
    PriceOverride other = new PriceOverride("house", "x", DAY, Tariff.flat(LOW));
    prices.put(tiered, NOW);
    prices.put(later, NOW);
    prices.put(other, NOW);
    assertThat(prices.all()).containsExactly(other, tiered, later);
  }

  @Test
  void aPriceReplacesTheOneOfItsDay() {
    SqlPrices prices = new SqlPrices(database);
    prices.put(new PriceOverride("openai", "a", DAY, Tariff.flat(LOW)), NOW);
    PriceOverride second = new PriceOverride("openai", "a", DAY, Tariff.flat(HIGH));
    prices.put(second, NOW.plusSeconds(1));
    assertThat(prices.all()).containsExactly(second);
  }

  @Test
  void onlyThePriceOfTheDayIsDeleted() {
    SqlPrices prices = new SqlPrices(database);
    prices.put(new PriceOverride("openai", "a", DAY, Tariff.flat(LOW)), NOW);
    assertThat(prices.delete("openai", "a", DAY.plusDays(1))).isFalse();
    assertThat(prices.delete("openai", "b", DAY)).isFalse();
    assertThat(prices.delete("openai", "a", DAY)).isTrue();
    assertThat(prices.delete("openai", "a", DAY)).isFalse();
    assertThat(prices.all()).isEmpty();
  }
}
