package dev.breakwater.operations.models;

import dev.breakwater.gateway.offers.OfferedModel;

/**
 * A model that its provider lists, or listed once.
 *
 * @param model as it was listed last
 * @param firstSeen when it was first listed, milliseconds since the epoch
 * @param goneSince when a list first lacked it; 0 while it is listed
 */
public record KnownModel(OfferedModel model, long firstSeen, long goneSince) {
  public String name() {
    return model.name();
  }

  public boolean isAvailable() {
    return goneSince == 0;
  }

  KnownModel listedAs(OfferedModel now) {
    return new KnownModel(now, firstSeen, 0);
  }

  KnownModel gone(long at) {
    return isAvailable() ? new KnownModel(model, firstSeen, at) : this;
  }
}
