package dev.breakwater.gateway.settings;

/**
 * A model at a configured provider; written {@code provider/model}, where the model may hold
 * slashes.
 */
public record Target(String provider, String model) {
  public Target {
    if (provider.isEmpty() || model.isEmpty() || provider.indexOf('/') >= 0) {
      throw new IllegalArgumentException("not a target: '" + provider + "/" + model + "'");
    }
  }

  /**
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

  @Override
  public String toString() {
    return provider + "/" + model;
  }
}
