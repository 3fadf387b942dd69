package dev.breakwater.gateway.access;

import java.util.List;

/**
 * What a key may ask for.
 *
 * @param models names of models, {@code provider/model}, or routes, each may hold {@code *}; an
 *     empty list allows all
 */
public record Allowance(List<String> models) {
  public static final Allowance ALL = new Allowance(List.of());

  public Allowance {
    models = List.copyOf(models);
  }

  public boolean isAll() {
    return models.isEmpty();
  }
}
