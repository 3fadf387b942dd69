package dev.breakwater.gateway.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class PriceCatalogueTest {
  private static final LocalDate DAY = LocalDate.of(2026, 1, 1);
  private static final String HEADINGS =
      "vendor,model,from,input,output,cachedInput,cacheWrite,reasoning,source\n";

  @Test
  void theReferenceChainIsPriced() {
    PriceCatalogue catalogue = PriceCatalogue.shipped();
    assertThat(catalogue.price("google", "gemini-1.5-flash", DAY))
        .contains(
            new Price(
                75_000_000,
                300_000_000,
                18_750_000,
                75_000_000,
                300_000_000,
                "catalogue:2024-08-12"));
    assertThat(catalogue.price("openai", "gpt-4o-mini", DAY))
        .contains(
            new Price(
                150_000_000,
                600_000_000,
                75_000_000,
                150_000_000,
                600_000_000,
                "catalogue:2024-07-18"));
    assertThat(catalogue.price("anthropic", "claude-3-haiku", DAY))
        .contains(
            new Price(
                250_000_000,
                1_250_000_000,
                30_000_000,
                300_000_000,
                1_250_000_000,
                "catalogue:2024-03-07"))
        .isEqualTo(catalogue.price("anthropic", "claude-3-haiku-20240307", DAY));
    assertThat(catalogue.price("openai", "gpt-4o-mini-2024-07-18", DAY)).isPresent();
  }

  @Test
  void whatIsNotListedHasNoPrice() {
    PriceCatalogue catalogue = PriceCatalogue.shipped();
    assertThat(catalogue.price("openai", "gpt-unheard-of", DAY)).isEmpty();
    assertThat(catalogue.price("nobody", "gpt-4o-mini", DAY)).isEmpty();
    assertThat(catalogue.price("openai", "gpt-4o-mini", LocalDate.of(2020, 1, 1))).isEmpty();
  }

  @Test
  void aVendorsModelsAreListedInTheFilesOrder() {
    assertThat(PriceCatalogue.shipped().models("google"))
        .startsWith("gemini-1.5-flash", "gemini-1.5-pro");
    assertThat(PriceCatalogue.shipped().models("nobody")).isEmpty();
  }

  @Test
  void aPriceHoldsUntilTheNextOne() throws IOException {
    PriceCatalogue catalogue =
        PriceCatalogue.read(
            new StringReader(
                "# remark\n"
                    + HEADINGS
                    + "v,m,2025-06-01,2,4,,,,s\n"
                    + "\n"
                    + "v,m,2025-01-01,1,2,,,,s\n"));
    assertThat(input(catalogue, LocalDate.of(2025, 5, 31))).isEqualTo(1_000_000_000);
    assertThat(input(catalogue, LocalDate.of(2025, 6, 1))).isEqualTo(2_000_000_000);
  }

  @Test
  void aWrongRowIsRefusedByItsLine() {
    assertThatThrownBy(
            () -> PriceCatalogue.read(new StringReader(HEADINGS + "v,m,yesterday,1,2,,,,s")))
        .hasMessageContaining("line 2");
    assertThatThrownBy(
            () -> PriceCatalogue.read(new StringReader(HEADINGS + "v,m,2025-01-01,1,2,,,,")))
        .hasMessageContaining("source");
    assertThatThrownBy(() ->
            PriceCatalogue.read(
                new StringReader(HEADINGS + "v,m,2025-01-01,1,2,,,,s\nv,m,2025-01-01,1,2,,,,s")))
        .hasMessageContaining("twice");
  }

  private static long input(PriceCatalogue catalogue, LocalDate day) {
    return catalogue.price("v", "m", day).orElseThrow().input();
  }
}
