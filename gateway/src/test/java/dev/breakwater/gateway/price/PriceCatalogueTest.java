package dev.breakwater.gateway.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.wire.conversation.FinerTokens.Service;
import java.io.IOException;
import java.io.StringReader;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceCatalogueTest {
  private static final LocalDate DAY = LocalDate.of(2026, 1, 1);
  private static final String HEADINGS = String.join(",", CatalogueRow.HEADINGS) + "\n";
  private static final String END = ",,,,,,,,https://example.com,2026-01-01\n";
  private static final PriceCatalogue SHIPPED = PriceCatalogue.shipped();

  @Test
  void theReferenceChainIsPriced() {
    assertThat(rates("google", "gemini-1.5-flash"))
        .isEqualTo(Priced.rates(75_000_000, 300_000_000, 18_750_000, 75_000_000, 300_000_000));
    assertThat(rates("openai", "gpt-4o-mini"))
        .isEqualTo(Priced.rates(150_000_000, 600_000_000, 75_000_000, 150_000_000, 600_000_000));
    assertThat(rates("anthropic", "claude-3-haiku").of(Rate.CACHE_WRITE)).isEqualTo(300_000_000);
    assertThat(rates("anthropic", "claude-3-haiku").of(Rate.OUTPUT)).isEqualTo(1_250_000_000);
    assertThat(SHIPPED.price("anthropic", "claude-sonnet-4", DAY).orElseThrow().version())
        .isEqualTo("catalogue:2025-05-14");
  }

  @Test
  void whatIsNotListedHasNoPrice() {
    assertThat(SHIPPED.price("openai", "gpt-unheard-of", DAY)).isEmpty();
    assertThat(SHIPPED.price("nobody", "gpt-4o-mini", DAY)).isEmpty();
    assertThat(SHIPPED.price("openrouter", "openai/gpt-4o-mini", DAY)).isEmpty();
    assertThat(SHIPPED.price("openai", "gpt-4o-mini", LocalDate.of(2020, 1, 1))).isEmpty();
  }

  @Test
  void aVendorsModelsAreListedInTheFilesOrder() {
    assertThat(SHIPPED.models("google")).startsWith("gemini-1.5-flash", "gemini-1.5-pro");
    assertThat(SHIPPED.models("nobody")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-4o-mini-2031-01-01, gpt-4o-mini",
    "gpt-4.1-latest, gpt-4.1",
    "gpt-4.1-2026-02-03, gpt-4.1",
  })
  void aDatedNameStandsForThePlainOne(String name, String plain) {
    assertThat(SHIPPED.price("openai", name, DAY))
        .isPresent()
        .isEqualTo(SHIPPED.price("openai", plain, DAY));
  }

  @Test
  void aDatedNameWithARowOfItsOwnHasItsOwnPrice() {
    assertThat(rates("openai", "gpt-4o-2024-05-13").of(Rate.INPUT)).isEqualTo(5_000_000_000L);
    assertThat(rates("openai", "gpt-4o-2024-09-09").of(Rate.INPUT)).isEqualTo(2_500_000_000L);
    assertThat(rates("anthropic", "claude-opus-4-5@20251101").of(Rate.INPUT))
        .isEqualTo(5_000_000_000L);
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-4o-audio",
    "gpt-4o-audio-preview",
    "gpt-4o-realtime-preview-2024-12-17",
    "gpt-4o-transcribe",
    "gpt-4o-2024-13-01",
    "gpt-4o-20240806-x",
    "gpt-4oo",
    "gpt-4",
    "-latest",
    "gpt-5-mini-high",
  })
  void anotherModelIsNotPricedByTheBeginningOfItsName(String name) {
    assertThat(SHIPPED.price("openai", name, LocalDate.of(2022, 1, 1))).isEmpty();
    if (!name.equals("gpt-4")) {
      assertThat(SHIPPED.price("openai", name, LocalDate.of(2030, 1, 1))).isEmpty();
    }
  }

  @Test
  void azureCostsAsOpenAiDoes() {
    assertThat(SHIPPED.price("azure", "gpt-4o-mini", DAY))
        .isPresent()
        .isEqualTo(SHIPPED.price("openai", "gpt-4o-mini", DAY));
  }

  @Test
  void tiersAndServicesAreReadFromTheirRows() {
    Price price = SHIPPED.price("openai", "gpt-5.4", LocalDate.of(2030, 1, 1)).orElseThrow();
    assertThat(price.standard().tiers()).hasSize(1);
    assertThat(price.standard().tiers().getFirst().above()).isEqualTo(272_000);
    assertThat(price.standard().forWhole(272_001).of(Rate.INPUT)).isEqualTo(5_000_000_000L);
    assertThat(price.tariff(Service.FLEX).base().of(Rate.INPUT)).isEqualTo(1_250_000_000L);
  }

  @Test
  void aPriceHoldsUntilTheNextOneOrUntilItIsNotKnownAnyMore() throws IOException {
    PriceCatalogue catalogue =
        read(
            "v,m,2025-06-01,,,,2,4"
                + END
                + "v,m,2025-01-01,,,,1,2"
                + END
                + "# remark\n\n"
                + "v,m,2025-09-01,,,,,"
                + END);
    assertThat(input(catalogue, LocalDate.of(2025, 5, 31))).isEqualTo(1_000_000_000);
    assertThat(input(catalogue, LocalDate.of(2025, 6, 1))).isEqualTo(2_000_000_000);
    assertThat(catalogue.price("v", "m", LocalDate.of(2025, 9, 1))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          v,m,yesterday,,,,1,2             | yesterday
          v,m,2025-01-01,,,,1              | columns
          v,m,2025-01-01,,,,-1,2           | out of range
          v,m,2025-01-01,,,,NaN,2          | line 2
          v,m,2025-01-01,,,,1,             | output
          v,m,2025-01-01,,,,99999,2        | out of range
          v,m,2025-01-01,,5,whole,1,2      | usual service
          v,m,2025-01-01,flex,,,1,2        | usual service
          v,m,2025-01-01,express,,,1,2     | line 2
          """)
  void aWrongRowIsRefusedByItsLine(String row, String message) {
    assertThatThrownBy(() -> read(row.strip() + END))
        .hasMessageContaining("line 2")
        .hasMessageContaining(message);
  }

  @Test
  void aRowThatStandsTwiceOrContradictsAnotherIsRefused() {
    String row = "v,m,2025-01-01,,,,1,2" + END;
    assertThatThrownBy(() -> read(row + row)).hasMessageContaining("one row without");
    assertThatThrownBy(() -> read(row + "v,n,2025-01-01,,,,1,2" + END + row))
        .hasMessageContaining("do not stand together");
    assertThatThrownBy(() ->
            read(row + "v,m,2025-01-01,,9,whole,1,2" + END + "v,m,2025-01-01,,9,whole,1,2" + END))
        .hasMessageContaining("do not ascend");
    assertThatThrownBy(() ->
            read(
                row + "v,m,2025-01-01,,8,whole,1,2" + END + "v,m,2025-01-01,,9,marginal,1,2" + END))
        .hasMessageContaining("both modes");
    assertThatThrownBy(() -> read(row.replace("https://example.com", "example.com")))
        .hasMessageContaining("https");
  }

  private static PriceCatalogue read(String rows) throws IOException {
    return PriceCatalogue.read(new StringReader(HEADINGS + rows));
  }

  private static Rates rates(String vendor, String model) {
    return SHIPPED.price(vendor, model, DAY).orElseThrow().standard().base();
  }

  private static long input(PriceCatalogue catalogue, LocalDate day) {
    return catalogue.price("v", "m", day).orElseThrow().standard().base().of(Rate.INPUT);
  }
}
