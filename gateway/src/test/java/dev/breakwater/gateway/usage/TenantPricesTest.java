package dev.breakwater.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.price.OverriddenPrices;
import dev.breakwater.gateway.price.Price;
import dev.breakwater.gateway.price.PriceCatalogue;
import dev.breakwater.gateway.price.PriceOverride;
import dev.breakwater.gateway.price.Priced;
import dev.breakwater.gateway.settings.ModelSettings;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.settings.TenantSettings;
import dev.breakwater.wire.format.Protocol;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A tenant's own provider has prices of its own, and records remember whose it was. */
class TenantPricesTest {
  private static final ProviderId ACMES = new ProviderId("acme", "openai");
  private static final Target OWN = new Target(ACMES, "gpt-4o-mini");
  private static final Target SHARED = Target.parse("openai/gpt-4o-mini");
  private static final Price CHEAP = Priced.at(1_000, 2_000, "cheap");
  private static final Price DEAR = Priced.at(7_000_000, 9_000_000, "dear");

  private static ProviderSettings provider(ProviderId id, Price price) {
    return new ProviderSettings(
            id.name(),
            "openai",
            Protocol.OPENAI,
            URI.create("http://127.0.0.1:1"),
            null,
            List.of(new ModelSettings("gpt-4o-mini", price, 0, 0, Set.of())))
        .ownedBy(id.owner());
  }

  private static PriceBook book(OverriddenPrices overrides) {
    Settings settings =
        new Settings(List.of(provider(ProviderId.shared("openai"), CHEAP)), Map.of(), List.of())
            .withTenant(
                "acme", TenantSettings.NOTHING.withProviders(List.of(provider(ACMES, DEAR))));
    return new PriceBook(() -> settings, PriceCatalogue.shipped(), () -> overrides);
  }

  @Test
  void eachIsPricedByItsOwnSettings() {
    PriceBook book = book(OverriddenPrices.NONE);
    assertThat(book.price(SHARED, Sample.START)).contains(CHEAP);
    assertThat(book.price(OWN, Sample.START)).contains(DEAR);
  }

  @Test
  void whatTheApiSetsForOneHoldsForItAlone() {
    Price set = Priced.at(5, 5, "set");
    PriceBook shared = book(new OverriddenPrices(List.of(override("openai", set))));
    assertThat(shared.price(SHARED, Sample.START).map(Price::standard)).contains(set.standard());
    assertThat(shared.price(OWN, Sample.START)).contains(DEAR);
    PriceBook own = book(new OverriddenPrices(List.of(override("acme:openai", set))));
    assertThat(own.price(SHARED, Sample.START)).contains(CHEAP);
    assertThat(own.price(OWN, Sample.START).map(Price::standard)).contains(set.standard());
  }

  private static PriceOverride override(String provider, Price price) {
    return new PriceOverride(provider, "gpt-4o-mini", LocalDate.EPOCH, price.standard());
  }

  @Test
  void aRecordRemembersWhoseProviderItWas() {
    UsageRecord began = Sample.began(Sample.id(1), 1, OWN);
    RecordEncoder encoder = new RecordEncoder(0);
    RecordDecoder decoder = new RecordDecoder();
    assertThat(decoder.decode(encoder.body(began))).isEqualTo(began);
    UsageRecord over = Sample.over(Sample.id(1), 1, Status.SUCCESS, OWN);
    assertThat(decoder.decode(encoder.body(over))).isEqualTo(over);
  }

  @Test
  void inItsTenantsRecordsAProviderHasTheNameThatTheTenantGaveIt() {
    assertThat(ACMES.seenFrom("acme")).isEqualTo("openai");
    assertThat(ACMES.seenFrom("system")).isEqualTo("acme:openai");
    assertThat(ProviderId.shared("openai").seenFrom("acme")).isEqualTo("openai");
    assertThat(ProviderId.parse(ACMES.toString())).isEqualTo(ACMES);
    assertThat(ProviderId.parse("openai")).isEqualTo(ProviderId.shared("openai"));
  }
}
