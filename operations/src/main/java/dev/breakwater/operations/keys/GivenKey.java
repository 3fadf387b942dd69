package dev.breakwater.operations.keys;

import dev.breakwater.gateway.access.KeyHash;
import dev.breakwater.gateway.access.VirtualKey;
import java.util.Map;

/** A key of the file or the environment: it is changed there, not by the API. */
public record GivenKey(KeyHash hash, VirtualKey key, Map<String, String> tags, KeyOrigin origin) {
  public GivenKey {
    tags = Map.copyOf(tags);
  }
}
