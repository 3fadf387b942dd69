package dev.breakwater.gateway.settings;

/**
 * Which provider is meant: names are unique among what all tenants share and among what each has of
 * its own, so the same name may stand for several.
 *
 * @param owner the tenant that configured it; {@link #SHARED} when all may use it
 * @param name without slashes; at least one character
 */
public record ProviderId(String owner, String name) {
  /** The owner of what belongs to all tenants. No tenant has this id. */
  public static final String SHARED = "";

  public ProviderId {
    if (name.isEmpty() || name.indexOf('/') >= 0) {
      throw new IllegalArgumentException("not a provider's name: '" + name + "'");
    }
  }

  /** One that all tenants may use. */
  public static ProviderId shared(String name) {
    return new ProviderId(SHARED, name);
  }

  public boolean isShared() {
    return owner.equals(SHARED);
  }

  /** {@code openai} when shared, {@code acme:openai} when it is acme's own. */
  @Override
  public String toString() {
    return isShared() ? name : owner + ":" + name;
  }
}
