package dev.breakwater.gateway.provider;

import dev.breakwater.wire.format.Header;
import java.util.List;

/**
 * What of a client's request goes along to a provider of its own protocol.
 *
 * @param headers their names in lower case
 * @param query what is left of the query when ours is taken out, still percent-encoded; may be
 *     empty
 */
public record PassOn(List<Header> headers, String query) {
  public static final PassOn NOTHING = new PassOn(List.of(), "");

  public PassOn {
    headers = List.copyOf(headers);
  }

  public boolean isEmpty() {
    return headers.isEmpty() && query.isEmpty();
  }
}
