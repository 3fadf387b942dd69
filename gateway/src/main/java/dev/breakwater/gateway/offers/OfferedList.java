package dev.breakwater.gateway.offers;

import java.util.List;

/**
 * A provider's list of models, as it was fetched.
 *
 * @param models at most {@value #MOST}, each name once
 * @param whole whether it had no more than these, so that what is missing is gone
 */
public record OfferedList(List<OfferedModel> models, boolean whole) {
  /** The longest list of a vendor has some hundreds. */
  public static final int MOST = 2_000;

  public OfferedList {
    models = List.copyOf(models);
  }
}
