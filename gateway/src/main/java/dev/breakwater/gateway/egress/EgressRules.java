package dev.breakwater.gateway.egress;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which hosts may be connected to on somebody else's word: public ones, and those listed here. */
public record EgressRules(List<Allowed> allowed) {
  public static final EgressRules PUBLIC_ONLY = new EgressRules(List.of());

  private static final String REMEDY = "; an operator may allow it by 'egress.allow'";

  public EgressRules {
    allowed = List.copyOf(allowed);
  }

  /** What may be reached though it is not public. */
  public sealed interface Allowed {
    /**
     * @param text a host name, {@code *.} and a domain, an address, or a network such as {@code
     *     10.0.0.0/8}
     * @return empty when it is none of these
     */
    static Optional<Allowed> parse(String text) {
      Optional<Network> network = Network.parse(text);
      if (network.isPresent()) {
        return Optional.of(new Addresses(network.get()));
      }
      boolean below = text.startsWith("*.");
      return HostName.of(below ? text.substring(2) : text) instanceof HostName.Name name
          ? Optional.of(new Hosts(name.text(), below))
          : Optional.empty();
    }
  }

  /** One host by its name, wherever that leads, or every host below a domain. */
  private record Hosts(String name, boolean below) implements Allowed {
    boolean matches(String host) {
      return below ? host.endsWith("." + name) : host.equals(name);
    }

    @Override
    public String toString() {
      return below ? "*." + name : name;
    }
  }

  /** Every host at these addresses. */
  private record Addresses(Network network) implements Allowed {
    @Override
    public String toString() {
      return network.first().getHostAddress() + "/" + network.prefix();
    }
  }

  /**
   * Why a host is refused before it is resolved: its spelling, or an address that it is itself.
   *
   * @param host as an address has it: IPv6 in brackets
   * @return empty when only resolving can tell
   */
  public Optional<String> refusal(String host) {
    return switch (HostName.of(host)) {
      case HostName.Wrong wrong -> Optional.of(wrong.why());
      case HostName.Literal literal -> refusal(host, literal.address());
      case HostName.Name name ->
          isThisMachine(name.text()) && !isAllowed(name.text())
              ? Optional.of("'" + host + "' is this machine" + REMEDY)
              : Optional.empty();
    };
  }

  /** Why an address that a host resolves to is refused; empty when it may be connected to. */
  public Optional<String> refusal(String host, InetAddress address) {
    if (PublicAddresses.isPublic(address)
        || isAllowed(host.toLowerCase(Locale.ROOT))
        || isAllowed(address)) {
      return Optional.empty();
    }
    return Optional.of(
        "'%s' leads to %s, %s%s"
            .formatted(host, address.getHostAddress(), PublicAddresses.kind(address), REMEDY));
  }

  private boolean isAllowed(String host) {
    return allowed.stream().anyMatch(it -> it instanceof Hosts hosts && hosts.matches(host));
  }

  private boolean isAllowed(InetAddress address) {
    return allowed.stream()
        .anyMatch(it -> it instanceof Addresses some && some.network().holds(address));
  }

  /** Whether this machine answers to a name wherever it is asked, whatever addresses it has. */
  private static boolean isThisMachine(String name) {
    return name.equals("localhost") || name.endsWith(".localhost");
  }
}
