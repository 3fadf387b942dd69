package dev.breakwater.gateway.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The host of an address, in the one spelling that every resolver reads alike. */
sealed interface HostName {
  /** An address in numbers. */
  record Literal(InetAddress address) implements HostName {}

  /**
   * A name to be resolved.
   *
   * @param text in lower case
   */
  record Name(String text) implements HostName {}

  /** A spelling that some read as one host and some as another, or nobody at all. */
  record Wrong(String why) implements HostName {}

  Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");
  Pattern NUMBER = Pattern.compile("\\d+|0x[0-9a-f]*");
  Pattern OCTET = Pattern.compile("0|[1-9]\\d{0,2}");
  int LONGEST = 253;
  int OCTETS = 4;
  int HIGHEST_OCTET = 255;

  /**
   * @param host as an address has it: IPv6 in brackets
   */
  static HostName of(String host) {
    String text = host.toLowerCase(Locale.ROOT);
    if (text.startsWith("[")) {
      return literal(text)
          .<HostName>map(Literal::new)
          .orElseGet(() -> new Wrong("'" + host + "' is no IPv6 address"));
    }
    if (text.endsWith(".")) {
      return new Wrong("'" + host + "' ends in a dot; leave it out");
    }
    String[] labels = text.split("\\.", -1);
    if (NUMBER.matcher(labels[labels.length - 1]).matches()) {
      return literal(text)
          .<HostName>map(Literal::new)
          .orElseGet(() ->
              new Wrong(
                  "'"
                      + host
                      + "' is a number that may be read as several addresses; write four"
                      + " decimal numbers such as 203.0.113.7"));
    }
    for (String label : labels) {
      if (!LABEL.matcher(label).matches()) {
        return new Wrong(
            "'" + host + "' is no host name; use letters, digits and '-' (others as xn--…)");
      }
    }
    return text.length() > LONGEST ? new Wrong("the host name is too long") : new Name(text);
  }

  /** An address in its usual spelling, IPv6 with brackets or without; never asks a resolver. */
  static Optional<InetAddress> literal(String text) {
    boolean bracketed = text.startsWith("[") && text.endsWith("]");
    String inner = bracketed ? text.substring(1, text.length() - 1) : text;
    if (inner.indexOf(':') < 0) {
      return bracketed ? Optional.empty() : decimal(inner);
    }
    if (!inner.matches("[0-9a-fA-F:.]+")) {
      return Optional.empty(); // an address with a zone leads to one of this machine's own links
    }
    try {
      return Optional.of(InetAddress.getByName("[" + inner + "]"));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  private static Optional<InetAddress> decimal(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != OCTETS) {
      return Optional.empty();
    }
    byte[] bytes = new byte[OCTETS];
    for (int place = 0; place < OCTETS; place++) {
      if (!OCTET.matcher(parts[place]).matches()
          || Integer.parseInt(parts[place]) > HIGHEST_OCTET) {
        return Optional.empty();
      }
      bytes[place] = (byte) Integer.parseInt(parts[place]);
    }
    try {
      return Optional.of(InetAddress.getByAddress(bytes));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
