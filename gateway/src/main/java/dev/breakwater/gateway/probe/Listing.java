package dev.breakwater.gateway.probe;

import dev.breakwater.gateway.offers.OfferedList;
import java.util.Optional;

/**
 * What came of asking a provider for its models.
 *
 * @param models empty when none were listed that could be called by the names in the list
 */
public record Listing(Finding finding, Optional<OfferedList> models) {
  /** An answer without a list. */
  public static Listing of(Finding finding) {
    return new Listing(finding, Optional.empty());
  }
}
