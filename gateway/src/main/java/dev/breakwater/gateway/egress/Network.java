package dev.breakwater.gateway.egress;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/**
 * Addresses that begin alike.
 *
 * @param prefix how many bits they share; 0 to 32 or 128
 */
public record Network(InetAddress first, int prefix) {

  /**
   * @param text such as {@code 10.0.0.0/8}, {@code fd00::/8} or a single address
   * @return empty when it is none
   */
  public static Optional<Network> parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    Optional<InetAddress> first = HostName.literal(address);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    int bits = first.get().getAddress().length * Byte.SIZE;
    if (slash < 0) {
      return Optional.of(new Network(first.get(), bits));
    }
    String length = text.substring(slash + 1);
    if (!length.matches("\\d{1,3}") || Integer.parseInt(length) > bits) {
      return Optional.empty();
    }
    return Optional.of(new Network(first.get(), Integer.parseInt(length)));
  }

  /** An address in its usual spelling, IPv6 with brackets or without; never asks a resolver. */
  public static Optional<InetAddress> address(String text) {
    return HostName.literal(text);
  }

  static Network of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException(text + " is no network"));
  }

  public boolean holds(InetAddress address) {
    byte[] one = first.getAddress();
    byte[] other = address.getAddress();
    int whole = prefix / Byte.SIZE;
    if (one.length != other.length || Arrays.mismatch(one, 0, whole, other, 0, whole) >= 0) {
      return false;
    }
    int rest = prefix % Byte.SIZE;
    return rest == 0 || ((one[whole] ^ other[whole]) & 0xff) >>> (Byte.SIZE - rest) == 0;
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return first.getHostAddress() + "/" + prefix;
  }
}
