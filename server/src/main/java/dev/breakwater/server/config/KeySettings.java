package dev.breakwater.server.config;

import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.gateway.settings.Secret;
import java.util.Map;
import java.util.Optional;

/**
 * A key of the file: who it stands for, and its material.
 *
 * @param key what clients send, or {@code hash:} and what is kept of it
 */
public record KeySettings(VirtualKey virtualKey, Secret key, Map<String, String> tags) {
  static final String HASHED = "hash:";

  public KeySettings {
    tags = Map.copyOf(tags);
  }

  public KeySettings(VirtualKey virtualKey, Secret key) {
    this(virtualKey, key, Map.of());
  }

  /** Whether it is said to be a key that a server knew by this id already. */
  public boolean isIdentified() {
    return hash().isPresent() && !virtualKey.id().equals(KeySection.id(virtualKey.name()));
  }

  /** The hash in 64 hexadecimal digits, where the file has it in the key's place. */
  public Optional<String> hash() {
    String text = key.reveal();
    return text.startsWith(HASHED)
        ? Optional.of(text.substring(HASHED.length()))
        : Optional.empty();
  }
}
