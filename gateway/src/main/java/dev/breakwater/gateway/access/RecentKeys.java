package dev.breakwater.gateway.access;

import org.jspecify.annotations.Nullable;

/**
 * The hashes of keys that came lately and were good, so that the next request with one need not
 * hash it. It spares the hash alone: whether the key is still good is asked of the ring each time.
 * One a loop.
 */
final class RecentKeys {
  /** More than callers of one loop have at a time; two in one place only take turns. */
  private static final int PLACES = 256;

  private final @Nullable Recent[] places = new @Nullable Recent[PLACES];

  private record Recent(String key, KeyHash hash) {
    /** In a time that does not tell how much of a wrong key is right. */
    boolean is(String other) {
      int different = key.length() ^ other.length();
      for (int at = Math.min(key.length(), other.length()) - 1; at >= 0; at--) {
        different |= key.charAt(at) ^ other.charAt(at);
      }
      return different == 0;
    }

    @Override
    public String toString() {
      return "Recent[" + hash + "]";
    }
  }

  /** The hash of a key that is remembered, else null. */
  @Nullable KeyHash hash(String key) {
    Recent recent = places[place(key)];
    return recent != null && recent.is(key) ? recent.hash() : null;
  }

  void remember(String key, KeyHash hash) {
    places[place(key)] = new Recent(key, hash);
  }

  /** It was good once and is no more. */
  void forget(String key) {
    places[place(key)] = null;
  }

  private static int place(String key) {
    int hash = key.hashCode();
    return (hash ^ hash >>> Short.SIZE) & (PLACES - 1);
  }
}
