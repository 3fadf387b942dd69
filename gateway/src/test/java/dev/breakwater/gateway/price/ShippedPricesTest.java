package dev.breakwater.gateway.price;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.wire.conversation.FinerTokens.Service;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What must hold of every row of the catalogue that is shipped. */
class ShippedPricesTest {
  /** Nobody sold tokens before. */
  private static final LocalDate FIRST = LocalDate.of(2020, 6, 1);

  private static final Comparator<CatalogueRow> ORDER =
      Comparator.comparing(CatalogueRow::vendor)
          .thenComparing(CatalogueRow::model)
          .thenComparing(CatalogueRow::from)
          .thenComparing(CatalogueRow::service)
          .thenComparingLong(CatalogueRow::above);

  private static final List<CatalogueRow> ROWS = new ArrayList<>();
  private static String headings = "";

  @BeforeAll
  static void read() throws IOException {
    try (BufferedReader lines = new BufferedReader(PriceCatalogue.shippedText())) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("#")) {
          continue;
        }
        if (headings.isEmpty()) {
          headings = line;
        } else {
          ROWS.add(CatalogueRow.read(line));
        }
      }
    }
  }

  @Test
  void theHeadingsAreThoseThatTheRowsAreReadBy() {
    assertThat(List.of(headings.split(",", -1))).isEqualTo(CatalogueRow.HEADINGS);
    assertThat(ROWS).hasSizeGreaterThan(300);
  }

  @Test
  void theRowsAreSortedAndNoneStandsTwice() {
    assertThat(ROWS).isSortedAccordingTo(ORDER);
    Set<String> seen = new HashSet<>();
    for (CatalogueRow row : ROWS) {
      assertThat(
              seen.add(
                  String.join(
                      " ",
                      row.vendor(),
                      row.model(),
                      row.from().toString(),
                      row.service().name(),
                      String.valueOf(row.above()))))
          .as("%s", row)
          .isTrue();
    }
  }

  @Test
  void everyDateIsPlausible() {
    for (CatalogueRow row : ROWS) {
      assertThat(row.from()).as("%s", row).isBetween(FIRST, row.checked());
    }
  }

  @Test
  void whatIsCachedWrittenOrHeardCostsInProportion() {
    for (CatalogueRow row : ROWS) {
      row.rates()
          .ifPresent(rates -> {
            long input = rates.of(Rate.INPUT);
            assertThat(rates.of(Rate.CACHED_INPUT)).as("%s", row).isBetween(0L, input);
            assertThat(rates.of(Rate.CACHE_WRITE)).as("%s", row).isBetween(input, 2 * input);
            assertThat(rates.of(Rate.CACHE_WRITE_HOUR))
                .as("%s", row)
                .isBetween(rates.of(Rate.CACHE_WRITE), 2 * input);
            assertThat(rates.of(Rate.AUDIO_INPUT)).as("%s", row).isBetween(input, 100 * input);
            assertThat(rates.of(Rate.REASONING))
                .as("%s", row)
                .isLessThanOrEqualTo(700_000_000_000L);
          });
    }
  }

  @Test
  void pricesAreOfTheSizeThatTokensCost() {
    for (CatalogueRow row : ROWS) {
      row.rates()
          .ifPresent(rates -> {
            // From a cent for embeddings to the dearest thinkers.
            assertThat(rates.of(Rate.INPUT)).as("%s", row).isBetween(10_000_000L, 200_000_000_000L);
            assertThat(rates.of(Rate.OUTPUT)).as("%s", row).isBetween(0L, 700_000_000_000L);
          });
    }
  }

  @Test
  void batchAndFlexCostNoMoreAndPriorityNoLess() {
    PriceCatalogue catalogue = PriceCatalogue.shipped();
    int compared = 0;
    for (CatalogueRow row : ROWS) {
      if (!row.isBase() || row.rates().isEmpty() || row.service() == Service.STANDARD) {
        continue;
      }
      long usual =
          catalogue
              .price(row.vendor(), row.model(), row.from())
              .orElseThrow()
              .standard()
              .base()
              .of(Rate.INPUT);
      long other = row.rates().orElseThrow().of(Rate.INPUT);
      compared++;
      switch (row.service()) {
        case BATCH, FLEX -> assertThat(other).as("%s", row).isLessThanOrEqualTo(usual);
        case PRIORITY -> assertThat(other).as("%s", row).isGreaterThanOrEqualTo(usual);
        case STANDARD -> throw new IllegalStateException();
      }
    }
    assertThat(compared).isPositive();
  }

  @Test
  void theVendorsThatProvidersAreConfiguredForAreThere() {
    assertThat(ROWS.stream().map(CatalogueRow::vendor).distinct())
        .containsExactly(
            "anthropic", "bedrock", "deepseek", "google", "groq", "mistral", "openai", "xai");
  }
}
