package dev.breakwater.server.data;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Keys that things are sealed under: the first seals, all open. Immutable.
 *
 * @param keys at least one
 */
record MasterKeys(List<Key> keys) {
  static final int KEY_BYTES = 32;
  static final int ID_BYTES = 4;

  MasterKeys {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("there is no key");
    }
    keys = List.copyOf(keys);
  }

  /** One key; what it has sealed carries its id, the first four bytes of its SHA-256. */
  static final class Key {
    private final byte[] bytes;
    private final String id;

    Key(byte[] bytes) {
      if (bytes.length != KEY_BYTES) {
        throw new IllegalArgumentException("a key has " + KEY_BYTES + " bytes");
      }
      this.bytes = bytes.clone();
      this.id = HexFormat.of().formatHex(digest(bytes), 0, ID_BYTES);
    }

    byte[] bytes() {
      return bytes.clone();
    }

    String id() {
      return id;
    }

    private static byte[] digest(byte[] bytes) {
      try {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }
  }

  static MasterKeys of(byte[] only) {
    return new MasterKeys(List.of(new Key(only)));
  }

  static Key made() {
    byte[] bytes = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(bytes);
    return new Key(bytes);
  }

  /**
   * @param text keys of 64 hexadecimal digits, with commas or white space between
   * @param place where it stands, for the operator
   * @throws IOException when it is anything else
   */
  static MasterKeys parse(String text, String place) throws IOException {
    List<Key> keys = new ArrayList<>();
    for (String word : text.strip().split("[,\\s]+", -1)) {
      if (!word.matches("[0-9a-fA-F]{64}")) {
        throw new IOException(
            place + " has to hold 64 hexadecimal digits, or several such keys with commas between");
      }
      keys.add(new Key(HexFormat.of().parseHex(word)));
    }
    return new MasterKeys(keys);
  }

  Key first() {
    return keys.getFirst();
  }

  Optional<Key> find(String id) {
    return keys.stream().filter(key -> key.id().equals(id)).findFirst();
  }

  /** With one more, which seals from now on. */
  MasterKeys led(Key newFirst) {
    List<Key> all = new ArrayList<>(List.of(newFirst));
    all.addAll(keys);
    return new MasterKeys(all);
  }

  /** With others that open as well. */
  MasterKeys and(MasterKeys others) {
    Map<String, Key> all = new LinkedHashMap<>();
    keys.forEach(key -> all.put(key.id(), key));
    others.keys.forEach(key -> all.putIfAbsent(key.id(), key));
    return new MasterKeys(List.copyOf(all.values()));
  }

  /** As {@link #parse} reads it. */
  String text() {
    return keys.stream()
        .map(key -> HexFormat.of().formatHex(key.bytes()))
        .collect(Collectors.joining("\n"));
  }

  /** All bytes, one key after the other. */
  byte[] bytes() {
    byte[] all = new byte[keys.size() * KEY_BYTES];
    for (int place = 0; place < keys.size(); place++) {
      System.arraycopy(keys.get(place).bytes(), 0, all, place * KEY_BYTES, KEY_BYTES);
    }
    return all;
  }

  /** What {@link #bytes} gave. */
  static MasterKeys read(byte[] all) {
    List<Key> keys = new ArrayList<>();
    for (int at = 0; at < all.length; at += KEY_BYTES) {
      keys.add(new Key(Arrays.copyOfRange(all, at, at + KEY_BYTES)));
    }
    return new MasterKeys(keys);
  }

  /** Ids only. */
  @Override
  public String toString() {
    return keys.stream().map(Key::id).toList().toString();
  }
}
