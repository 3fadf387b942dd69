package dev.breakwater.wire.bridge;

import java.util.List;

/**
 * A request as it goes upstream.
 *
 * @param dropped harmless wishes of the client that the provider's protocol cannot express
 */
public record Outgoing(byte[] body, List<String> dropped) {
  public Outgoing {
    dropped = List.copyOf(dropped);
  }

  static Outgoing untouched(byte[] body) {
    return new Outgoing(body, List.of());
  }
}
