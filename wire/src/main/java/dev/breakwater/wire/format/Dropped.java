package dev.breakwater.wire.format;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The harmless wishes of a request that its provider's protocol cannot express. */
public final class Dropped {
  private final Set<String> fields = new LinkedHashSet<>();

  /** Notes a field, by the client's name for it where that is known, else by OpenAI's. */
  public void add(String field) {
    fields.add(field);
  }

  /** Notes a field where it was given. */
  public void addIf(boolean given, String field) {
    if (given) {
      add(field);
    }
  }

  /** Each once, in their order. */
  public List<String> fields() {
    return List.copyOf(fields);
  }
}
