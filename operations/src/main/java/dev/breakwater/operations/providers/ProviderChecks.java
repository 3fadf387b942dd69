package dev.breakwater.operations.providers;

import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.operations.providers.ProviderAnswer.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells what is wrong with a change before it is kept. */
final class ProviderChecks {
  private final ProviderParts parts;
  private final ProviderLayer layer;

  ProviderChecks(ProviderParts parts, ProviderLayer layer) {
    this.parts = parts;
    this.layer = layer;
  }

  /** What would hold after a change. */
  ProviderMerge.Result merged(ProviderId id, ProviderPatch patch) {
    StoredProvider before = layer.stored(id, parts.clock().instant());
    return ProviderMerge.of(
        id,
        under(before),
        patch.over(before.leaves()),
        patch.namesCredential() ? patch.credential() : layer.credential(id));
  }

  /** What the file says of one; null where that does not count. */
  @Nullable ProviderSettings under(StoredProvider stored) {
    return stored.alone() ? null : layer.file(parts.settings().bottom(), stored.providerId());
  }

  List<Problem> checked(ProviderMerge.Result merged) {
    List<Problem> problems = new ArrayList<>(merged.problems());
    problems.addAll(leadsNowhere(merged.settings()));
    return problems;
  }

  /** Whether an address that is not the operator's own may be connected to; asks name servers. */
  List<Problem> leadsNowhere(Optional<ProviderSettings> settings) {
    return settings
        .map(ProviderSettings::address)
        .filter(address -> !address.trusted())
        .flatMap(address -> parts.egress().problem(address.url()))
        .map(reason -> List.of(new Problem("baseUrl", reason)))
        .orElse(List.of());
  }

  /** Whether a credential would go where it was not given for, or would be lost on the way. */
  static boolean asksForSecret(
      ProviderMerge.Result now, ProviderMerge.Result then, ProviderPatch patch) {
    if (patch.namesCredential() || now.settings().isEmpty() || then.settings().isEmpty()) {
      return false;
    }
    ProviderSettings before = now.settings().get();
    ProviderSettings after = then.settings().get();
    boolean moves =
        !before.baseUrl().equals(after.baseUrl())
            || ProviderKind.of(before) != ProviderKind.of(after);
    return moves && (before.hasCredential() || after.hasCredential());
  }

  static boolean isAmazon(ProviderMerge.Result result) {
    return result.settings().filter(it -> ProviderKind.of(it) == ProviderKind.BEDROCK).isPresent();
  }
}
