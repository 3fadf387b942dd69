package dev.breakwater.wire.json;

/**
 * The keys met so far in one object, by a 64-bit hash: refuses the second of a kind, because two
 * readers of such an object may believe different values.
 */
public final class SeenKeys {
  private long[] hashes = new long[16];
  private int size;

  /**
   * @throws MalformedBody when the key under the cursor was here before
   */
  public void add(JsonCursor cursor) throws MalformedBody {
    long hash = cursor.keyHash();
    int slot = slot(hashes, hash);
    if (hashes[slot] == hash) {
      String key = cursor.keyText();
      throw new MalformedBody(key, "the key '" + key + "' stands twice in one object; keep one");
    }
    hashes[slot] = hash;
    if (++size * 2 > hashes.length) {
      grow();
    }
  }

  private void grow() {
    long[] larger = new long[hashes.length * 2];
    for (long hash : hashes) {
      if (hash != 0) {
        larger[slot(larger, hash)] = hash;
      }
    }
    hashes = larger;
  }

  private static int slot(long[] table, long hash) {
    int slot = (int) hash & (table.length - 1);
    while (table[slot] != 0 && table[slot] != hash) {
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }
}
