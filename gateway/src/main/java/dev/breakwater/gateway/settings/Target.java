package dev.breakwater.gateway.settings;

/**
 * A model at a configured provider; written {@code provider/model}, where the model may hold
 * slashes. Two tenants' own providers of one name are different targets: circuits, connections and
 * what is learnt belong to a credential.
 */
public record Target(ProviderId providerId, String model) {
  public Target {
    if (model.isEmpty()) {
      throw new IllegalArgumentException("not a target: '" + providerId.name() + "/'");
    }
  }

  /** At a provider that all tenants share, or whose owner is still to be found. */
  public Target(String provider, String model) {
    this(ProviderId.shared(provider), model);
  }

  /** The provider's name, as its tenant knows it. */
  public String provider() {
    return providerId.name();
  }

  /**
   * At a shared provider, or one whose owner is still to be found.
   *
   * @throws IllegalArgumentException when there is no slash with something on both sides of it
   */
  public static Target parse(String text) {
    int slash = text.indexOf('/');
    if (slash <= 0 || slash == text.length() - 1) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a target; write provider/model, such as openai/gpt-4o-mini");
    }
    return new Target(text.substring(0, slash), text.substring(slash + 1));
  }

  /** As its tenant writes it, without the owner. */
  @Override
  public String toString() {
    return provider() + "/" + model;
  }
}
