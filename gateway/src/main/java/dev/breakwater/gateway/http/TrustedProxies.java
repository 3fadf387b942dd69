package dev.breakwater.gateway.http;

import dev.breakwater.gateway.egress.Network;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * The proxies whose word is taken for where a call comes from. What anybody else says of it is
 * nothing but text that the caller may have written.
 */
public record TrustedProxies(List<Network> networks) {
  public static final TrustedProxies NONE = new TrustedProxies(List.of());

  /** A longer way is a forged one, or goes in a circle. */
  private static final int MOST_HOPS = 16;

  public TrustedProxies {
    networks = List.copyOf(networks);
  }

  /** Whether it is one of them; false for what is no address in numbers. */
  boolean holds(String address) {
    return !networks.isEmpty() && Network.address(address).map(this::holds).orElse(false);
  }

  static boolean isLoopback(String address) {
    return Network.address(address).map(InetAddress::isLoopbackAddress).orElse(false);
  }

  private boolean holds(InetAddress address) {
    return networks.stream().anyMatch(network -> network.holds(address));
  }

  /**
   * Who sends a call: the last address on its way that is no trusted proxy's, for the one after it
   * has seen that address itself. Where the way is unreadable or too long, the last proxy that is
   * known for certain.
   *
   * @param socket the other end of the socket
   * @param forwarded what {@code X-Forwarded-For} says, each of its lines; nearest last
   */
  String client(String socket, List<String> forwarded) {
    String nearest = socket;
    int hops = 0;
    for (String line : forwarded.reversed()) {
      int end = line.length();
      while (end >= 0) {
        if (!holds(nearest) || ++hops > MOST_HOPS) {
          return nearest;
        }
        int comma = line.lastIndexOf(',', end - 1);
        Optional<String> next = address(line.substring(comma + 1, end).strip());
        if (next.isEmpty()) {
          return nearest;
        }
        nearest = next.get();
        end = comma;
      }
    }
    return nearest;
  }

  /** The address of one hop, in the spelling that sockets have it; some proxies add the port. */
  private static Optional<String> address(String hop) {
    int bracket = hop.startsWith("[") ? hop.indexOf(']') : -1;
    int colon = hop.indexOf(':');
    String bare =
        bracket > 0
            ? hop.substring(0, bracket + 1)
            : colon >= 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
    return Network.address(bare).map(InetAddress::getHostAddress);
  }
}
