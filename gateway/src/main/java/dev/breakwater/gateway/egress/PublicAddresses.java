package dev.breakwater.gateway.egress;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Tells addresses of the public internet from all others. IPv4 is public but for what IANA's
 * registry of special addresses names; of IPv6 only global unicast is, less what leads elsewhere.
 */
final class PublicAddresses {
  private static final Network GLOBAL_UNICAST = Network.of("2000::/3");

  /** What each kind is called, by its networks. */
  private static final Map<String, List<Network>> OTHERS =
      Map.of(
          "a loopback address",
          networks("127.0.0.0/8", "::1/128"),
          "a private address",
          networks("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"),
          "a link-local address, where clouds keep their metadata",
          networks("169.254.0.0/16", "fe80::/10"),
          "an address behind a carrier's translation",
          networks("100.64.0.0/10"),
          "an address of no host in particular",
          networks("0.0.0.0/8", "::/128"),
          "a multicast address",
          networks("224.0.0.0/4", "ff00::/8"),
          "an IPv4 address in another's clothes",
          networks("::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"),
          "an address for documents and measurements",
          networks(
              "192.0.2.0/24",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "2001:db8::/32",
              "3fff::/20"),
          "a reserved address",
          networks("192.0.0.0/24", "192.88.99.0/24", "240.0.0.0/4", "2001::/23"));

  private PublicAddresses() {}

  static boolean isPublic(InetAddress address) {
    boolean mayBe = address instanceof Inet4Address || GLOBAL_UNICAST.holds(address);
    return mayBe && OTHERS.values().stream().noneMatch(kind -> anyHolds(kind, address));
  }

  /** What an address is that is not public. */
  static String kind(InetAddress address) {
    return OTHERS.entrySet().stream()
        .filter(kind -> anyHolds(kind.getValue(), address))
        .map(Map.Entry::getKey)
        .min(java.util.Comparator.naturalOrder())
        .orElse("not a public address");
  }

  private static boolean anyHolds(List<Network> networks, InetAddress address) {
    return networks.stream().anyMatch(network -> network.holds(address));
  }

  private static List<Network> networks(String... texts) {
    return Stream.of(texts).map(Network::of).toList();
  }
}
