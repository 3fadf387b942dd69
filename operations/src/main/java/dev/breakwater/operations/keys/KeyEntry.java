package dev.breakwater.operations.keys;

import dev.breakwater.gateway.access.VirtualKey;
import java.util.Map;

/** A key as people see it in a list. */
public sealed interface KeyEntry {
  /** One that the API changes. */
  record Kept(StoredKey stored) implements KeyEntry {
    @Override
    public VirtualKey key() {
      return stored.key();
    }

    @Override
    public Map<String, String> tags() {
      return stored.tags();
    }

    @Override
    public KeyOrigin origin() {
      return KeyOrigin.API;
    }
  }

  /** One that stands elsewhere. */
  record Given(GivenKey given) implements KeyEntry {
    @Override
    public VirtualKey key() {
      return given.key();
    }

    @Override
    public Map<String, String> tags() {
      return given.tags();
    }

    @Override
    public KeyOrigin origin() {
      return given.origin();
    }
  }

  VirtualKey key();

  Map<String, String> tags();

  KeyOrigin origin();
}
