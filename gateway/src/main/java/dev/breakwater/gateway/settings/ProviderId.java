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

  /** What {@link #toString} has written; whatever stands before a colon is the owner. */
  public static ProviderId parse(String text) {
    int colon = text.indexOf(':');
    return colon < 0
        ? shared(text)
        : new ProviderId(text.substring(0, colon), text.substring(colon + 1));
  }

  public boolean isShared() {
    return owner.equals(SHARED);
  }

  /** What it is called in one tenant's records: by its name there, unless it is another's own. */
  public String seenFrom(String tenant) {
    return owner.equals(tenant) ? name : toString();
  }

  /** {@code openai} when shared, {@code acme:openai} when it is acme's own. */
  @Override
  public String toString() {
    return isShared() ? name : owner + ":" + name;
  }
}
