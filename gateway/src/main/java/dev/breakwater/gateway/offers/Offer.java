package dev.breakwater.gateway.offers;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one provider's own list.
 *
 * @param models by name, in the list's order
 * @param gone names that it listed once
 */
public record Offer(Map<String, OfferedModel> models, Set<String> gone) {
  public static final Offer NONE = new Offer(Map.of(), Set.of());

  public Offer {
    models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
    gone = Set.copyOf(gone);
  }

  /** As it is listed; null when it is not. */
  public @Nullable OfferedModel model(String name) {
    return models.get(name);
  }

  /**
   * Whether a name leads to something that answers, as far as the provider says: what it has never
   * listed may be there.
   *
   * @param conversation whether that is to answer a conversation; to make vectors otherwise
   */
  public boolean allows(String name, boolean conversation) {
    OfferedModel listed = models.get(name);
    return listed == null ? !gone.contains(name) : listed.use().suits(conversation);
  }
}
