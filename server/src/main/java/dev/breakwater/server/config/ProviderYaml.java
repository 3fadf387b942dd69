package dev.breakwater.server.config;

import dev.breakwater.gateway.price.Price;
import dev.breakwater.gateway.price.Rate;
import dev.breakwater.gateway.price.Rates;
import dev.breakwater.gateway.price.Tariff;
import dev.breakwater.gateway.settings.Hosting;
import dev.breakwater.gateway.settings.ModelSettings;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Secret;
import dev.breakwater.operations.providers.KnownProvider;
import dev.breakwater.operations.providers.ProviderKind;
import dev.breakwater.operations.providers.ProviderRules;
import dev.breakwater.wire.format.Protocol;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes providers as {@link ProviderSection} reads them. */
final class ProviderYaml {
  private static final int NANO_DIGITS = 9;

  private final SecretNames secrets;
  private final Predicate<ProviderSettings> simulated;

  /**
   * @param simulated whose keys are the simulator's, and no secrets
   */
  ProviderYaml(SecretNames secrets, Predicate<ProviderSettings> simulated) {
    this.secrets = secrets;
    this.simulated = simulated;
  }

  void write(List<ProviderSettings> providers, ArrayNode to) {
    providers.forEach(provider -> write(provider, to.addObject()));
  }

  private void write(ProviderSettings provider, ObjectNode to) {
    Optional<KnownProvider> known = KnownProvider.named(provider.name());
    ProviderKind kind = ProviderKind.of(provider);
    URI baseUrl = provider.baseUrl();
    to.put("name", provider.name());
    if (!known.map(KnownProvider::kind).equals(Optional.of(kind))) {
      to.put("protocol", Section.word(kind));
    }
    Optional<URI> home =
        ProviderRules.home(provider.hosting()).or(() -> known.flatMap(KnownProvider::home));
    // With its address written, no key of the environment is taken for one that has none.
    boolean atHome = home.equals(Optional.of(baseUrl)) && provider.hasCredential();
    if (!atHome || simulated.test(provider)) {
      to.put("baseUrl", YamlText.literal(baseUrl.toString()));
    }
    if (!provider.address().trusted()) {
      to.put("trusted", false);
    }
    Secret key = provider.apiKey();
    if (key != null && !simulated.test(provider)) {
      to.put("apiKey", secrets.key(provider, key));
    }
    String usualVendor =
        known.or(() -> KnownProvider.at(baseUrl)).map(KnownProvider::id).orElse(provider.name());
    if (!provider.vendor().equals(usualVendor)) {
      to.put("vendor", YamlText.literal(provider.vendor()));
    }
    hosting(provider, kind, known, to);
    if (!provider.models().isEmpty()) {
      ArrayNode models = to.putArray("models");
      provider.models().forEach(model -> write(model, models));
    }
  }

  private void hosting(
      ProviderSettings provider, ProviderKind kind, Optional<KnownProvider> known, ObjectNode to) {
    switch (provider.hosting()) {
      case Hosting.Direct direct -> {
        Hosting.Direct usual = known.map(KnownProvider::direct).orElse(Hosting.Direct.PLAIN);
        if (kind == ProviderKind.OPENAI && !direct.equals(usual)) {
          to.put("responses", direct.speaks(Protocol.RESPONSES));
        }
      }
      case Hosting.Azure azure -> {
        if (azure.apiVersion() != null) {
          to.put("apiVersion", YamlText.literal(azure.apiVersion()));
        }
        if (!azure.deployments().isEmpty()) {
          ObjectNode deployments = to.putObject("deployments");
          new TreeMap<>(azure.deployments())
              .forEach((model, name) -> deployments.put(model, YamlText.literal(name)));
        }
      }
      case Hosting.Bedrock bedrock -> {
        to.put("region", YamlText.literal(bedrock.region()));
        to.put(
            "accessKeyId",
            secrets.amazon(provider, "ACCESS_KEY_ID", new Secret(bedrock.accessKeyId())));
        to.put(
            "secretAccessKey",
            secrets.amazon(provider, "SECRET_ACCESS_KEY", bedrock.secretAccessKey()));
        Secret token = bedrock.sessionToken();
        if (token != null) {
          to.put("sessionToken", secrets.amazon(provider, "SESSION_TOKEN", token));
        }
      }
    }
  }

  private static void write(ModelSettings model, ArrayNode to) {
    String name = YamlText.literal(model.name());
    if (model.equals(ModelSettings.named(model.name()))) {
      to.add(name);
      return;
    }
    ObjectNode one = to.addObject().put("name", name);
    if (model.price() != null) {
      write(model.price(), one.putObject("price"));
    }
    if (model.contextWindow() > 0) {
      one.put("contextWindow", model.contextWindow());
    }
    if (model.maxOutput() > 0) {
      one.put("maxOutput", model.maxOutput());
    }
    if (!model.capabilities().isEmpty()) {
      ArrayNode capabilities = one.putArray("capabilities");
      model.capabilities().stream().sorted().map(YamlText::literal).forEach(capabilities::add);
    }
  }

  private static void write(Price price, ObjectNode to) {
    write(price.standard(), to);
    new TreeMap<>(price.services())
        .forEach((service, tariff) -> write(tariff, to.putObject(Section.word(service))));
  }

  private static void write(Tariff tariff, ObjectNode to) {
    write(tariff.base(), to);
    if (!tariff.tiers().isEmpty()) {
      ArrayNode tiers = to.putArray("tiers");
      tariff
          .tiers()
          .forEach(tier -> {
            ObjectNode one = tiers.addObject().put("above", tier.above());
            one.put("mode", Section.word(tariff.mode()));
            write(tier.rates(), one);
          });
    }
  }

  private static void write(Rates rates, ObjectNode to) {
    for (Rate rate : Rate.ALL) {
      if (rates.isOwn(rate)) {
        to.put(rate.key(), BigDecimal.valueOf(rates.of(rate), NANO_DIGITS).stripTrailingZeros());
      }
    }
  }
}
