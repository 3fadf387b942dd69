package dev.breakwater.operations.models;

import dev.breakwater.gateway.offers.Offer;
import dev.breakwater.gateway.offers.OfferedList;
import dev.breakwater.gateway.offers.OfferedModel;
import dev.breakwater.gateway.settings.ProviderId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Everything that one provider has listed: what it lists now, in its order, and behind that what is
 * gone, the latest first.
 *
 * @param checkedAt when its list was last fetched, milliseconds since the epoch
 */
public record ProviderList(ProviderId provider, List<KnownModel> models, long checkedAt) {
  /** A provider that lists other names each time must not fill memory and database. */
  static final int MOST_GONE = 500;

  public ProviderList {
    models = List.copyOf(models);
  }

  static ProviderList none(ProviderId provider) {
    return new ProviderList(provider, List.of(), 0);
  }

  /** With what a fetched list says. */
  ProviderList with(OfferedList fetched, long at) {
    Map<String, KnownModel> before =
        models.stream()
            .collect(
                Collectors.toMap(
                    KnownModel::name,
                    Function.identity(),
                    (one, other) -> one,
                    LinkedHashMap::new));
    List<KnownModel> now = new ArrayList<>();
    for (OfferedModel model : fetched.models()) {
      KnownModel known = before.remove(model.name());
      now.add(known == null ? new KnownModel(model, at, 0) : known.listedAs(model));
    }
    List<KnownModel> gone = new ArrayList<>();
    for (KnownModel known : before.values()) {
      if (fetched.whole() || !known.isAvailable()) {
        gone.add(known.gone(at));
      } else if (now.size() < OfferedList.MOST) {
        now.add(known); // it may stand in the part that was not read
      }
    }
    gone.sort(Comparator.comparingLong(KnownModel::goneSince).reversed());
    now.addAll(gone.subList(0, Math.min(MOST_GONE, gone.size())));
    return new ProviderList(provider, now, at);
  }

  ProviderList checked(long at) {
    return new ProviderList(provider, models, at);
  }

  /** What routing needs of it. */
  Offer offer() {
    Map<String, OfferedModel> listed = new LinkedHashMap<>();
    Set<String> gone = new LinkedHashSet<>();
    for (KnownModel known : models) {
      if (known.isAvailable()) {
        listed.put(known.name(), known.model());
      } else {
        gone.add(known.name());
      }
    }
    return new Offer(listed, gone);
  }
}
