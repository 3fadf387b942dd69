package dev.breakwater.operations.providers;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A change of some of a provider's leaves.
 *
 * @param values of those that are named; null takes one back
 * @param named the leaves that the change is about; others keep their value
 * @param credential the new one; null takes it back where it is named
 * @param namesCredential whether the change is about the credential
 */
public record ProviderPatch(
    ProviderLeaves values,
    Set<String> named,
    @Nullable Credential credential,
    boolean namesCredential) {
  public ProviderPatch {
    named = Set.copyOf(named);
  }

  /** What holds after it. */
  ProviderLeaves over(ProviderLeaves before) {
    return new ProviderLeaves(
        named.contains("protocol") ? values.protocol() : before.protocol(),
        named.contains("vendor") ? values.vendor() : before.vendor(),
        named.contains("baseUrl") ? values.baseUrl() : before.baseUrl(),
        named.contains("responses") ? values.responses() : before.responses(),
        named.contains("apiVersion") ? values.apiVersion() : before.apiVersion(),
        named.contains("deployments") ? values.deployments() : before.deployments(),
        named.contains("region") ? values.region() : before.region(),
        named.contains("models") ? values.models() : before.models());
  }
}
