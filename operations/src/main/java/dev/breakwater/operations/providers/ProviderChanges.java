package dev.breakwater.operations.providers;

import dev.breakwater.gateway.settings.ModelSettings;
import dev.breakwater.operations.changes.ChangeText;
import java.util.Locale;

/** What is recorded of a provider before and after a change. */
final class ProviderChanges {
  private ProviderChanges() {}

  static String text(StoredProvider provider) {
    ChangeText text = ChangeText.object().put("name", provider.providerId().name());
    ProviderLeaves leaves = provider.leaves();
    if (leaves.protocol() != null) {
      text.put("protocol", leaves.protocol().name().toLowerCase(Locale.ROOT));
    }
    if (leaves.vendor() != null) {
      text.put("vendor", leaves.vendor());
    }
    if (leaves.baseUrl() != null) {
      text.put("baseUrl", leaves.baseUrl().toString());
    }
    if (leaves.responses() != null) {
      text.put("responses", leaves.responses());
    }
    if (leaves.apiVersion() != null) {
      text.put("apiVersion", leaves.apiVersion());
    }
    if (leaves.deployments() != null) {
      ChangeText deployments = ChangeText.object();
      leaves.deployments().forEach(deployments::put);
      text.put("deployments", deployments);
    }
    if (leaves.region() != null) {
      text.put("region", leaves.region());
    }
    if (leaves.models() != null) {
      text.put("models", leaves.models().stream().map(ModelSettings::name).toList());
    }
    provider.credential().ifPresent(sealed -> text.put("credential", sealed.fingerprint()));
    return text.put("isActive", provider.active()).text();
  }
}
