package dev.breakwater.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.gateway.price.PriceCatalogue;
import dev.breakwater.gateway.price.PriceOverride;
import dev.breakwater.gateway.price.Rate;
import dev.breakwater.gateway.price.Rates;
import dev.breakwater.gateway.price.Tariff;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.changes.Changes;
import dev.breakwater.operations.changes.Topic;
import dev.breakwater.operations.prices.Prices;
import java.sql.Connection;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A change, its entry and its news are kept together, or none of them is. */
class RecordedPricesTest extends OnEachDatabase {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-21T12:00:00Z"));
  private static final LocalDate DAY = LocalDate.of(2026, 11, 1);

  private AuditParts parts;
  private Prices prices;

  RecordedPricesTest(TestDatabase.Kind kind) {
    super(kind);
  }

  @BeforeEach
  void open() {
    parts = new AuditParts(database);
    prices = prices();
  }

  private Prices prices() {
    return Prices.open(
        new SqlPrices(database),
        new Changes(database, parts.open(), new SqlRevisions(database)),
        () -> new Settings(List.of(), Map.of(), List.of()),
        PriceCatalogue.shipped(),
        CLOCK);
  }

  private static PriceOverride price(long input) {
    return new PriceOverride(
        "openai", "a", DAY, Tariff.flat(Rates.of(Map.of(Rate.INPUT, input, Rate.OUTPUT, input))));
  }

  @Test
  void aPriceIsKeptWithItsEntryAndItsNews() {
    prices.put(price(1), Actor.SYSTEM);
    prices.put(price(2), Actor.SYSTEM);
    assertThat(new SqlPrices(database).all()).containsExactly(price(2));
    assertThat(parts.verdict().entries()).isEqualTo(2);
    assertThat(new SqlRevisions(database).current()).containsEntry(Topic.PRICES, 2L);
    assertThat(prices.delete("openai", "a", DAY, Actor.SYSTEM)).isTrue();
    assertThat(prices.delete("openai", "a", DAY, Actor.SYSTEM)).isFalse();
    assertThat(parts.verdict().entries()).isEqualTo(3);
  }

  @Test
  void aNodeThatHearsOfAPriceTakesItUp() {
    Prices other = prices();
    prices.put(price(1), Actor.SYSTEM);
    assertThat(other.overridden().all()).isEmpty();
    other.reload();
    assertThat(other.overridden().all()).containsExactly(price(1));
  }

  @Test
  void nothingChangesWhileTheAuditCannotBeWritten() throws Exception {
    prices.put(price(1), Actor.SYSTEM);
    try (Connection other = databases.connect()) {
      TestDatabase.execute(other, "ALTER TABLE audit_entries RENAME TO gone");
      assertThatThrownBy(() -> prices.put(price(2), Actor.SYSTEM))
          .isInstanceOf(StoreUnavailable.class);
      assertThatThrownBy(() -> prices.delete("openai", "a", DAY, Actor.SYSTEM))
          .isInstanceOf(StoreUnavailable.class);
      TestDatabase.execute(other, "ALTER TABLE gone RENAME TO audit_entries");
    }
    assertThat(new SqlPrices(database).all()).containsExactly(price(1));
    assertThat(prices.overridden().all()).containsExactly(price(1));
    assertThat(new SqlRevisions(database).current()).containsEntry(Topic.PRICES, 1L);
    assertThat(parts.verdict().entries()).isOne();
    assertThat(parts.verdict().isValid()).isTrue();
  }
}
