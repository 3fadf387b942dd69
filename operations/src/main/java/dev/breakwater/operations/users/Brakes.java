package dev.breakwater.operations.users;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Slows those down who guess passwords: after a few failures of a login or from an address, the
 * next attempt has to wait, twice as long each time. A login waits for a minute at most, or
 * strangers could keep its owner out; from where it was entered before, it does not wait at all,
 * only the address does. What is remembered is bounded: what has been quiet longest goes first.
 */
final class Brakes {
  private static final int MOST = 10_000;

  /** Mistyped a few times is no attack. */
  private static final Limit LOGIN = new Limit(5, Duration.ofMinutes(1));

  /** Many people may share an address. */
  private static final Limit ADDRESS = new Limit(20, Duration.ofMinutes(15));

  /** Whoever was quiet for so long begins anew. */
  private static final Duration FORGOTTEN = Duration.ofHours(1);

  private static final int MOST_DOUBLINGS = 20;

  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Failures> logins = new Bounded<>();
  private final Map<String, Failures> addresses = new Bounded<>();

  /** Logins with the addresses that they were entered from. */
  private final Map<String, Boolean> homes = new Bounded<>();

  /**
   * How many failures are free, and the longest wait.
   *
   * @param free the next ones wait
   */
  private record Limit(int free, Duration longest) {
    Duration after(int failures) {
      if (failures < free) {
        return Duration.ZERO;
      }
      Duration wait = Duration.ofSeconds(1L << Math.min(failures - free, MOST_DOUBLINGS));
      return wait.compareTo(longest) > 0 ? longest : wait;
    }
  }

  private record Failures(int count, Instant last) {}

  private static final class Bounded<V> extends LinkedHashMap<String, V> {
    Bounded() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
      return size() > MOST;
    }
  }

  Brakes(InstantSource clock) {
    this.clock = clock;
  }

  /** How long an attempt still has to wait; empty when it may be made. */
  Optional<Duration> delay(String login, String address) {
    String from = network(address);
    lock.lock();
    try {
      Instant now = clock.instant();
      Duration byAddress = left(addresses.get(from), ADDRESS, now);
      Duration byLogin =
          homes.containsKey(home(login, from))
              ? Duration.ZERO
              : left(logins.get(login), LOGIN, now);
      Duration longer = byAddress.compareTo(byLogin) > 0 ? byAddress : byLogin;
      return longer.isZero() ? Optional.empty() : Optional.of(longer);
    } finally {
      lock.unlock();
    }
  }

  private static Duration left(
      @org.jspecify.annotations.Nullable Failures failures, Limit limit, Instant now) {
    if (failures == null) {
      return Duration.ZERO;
    }
    Duration wait = limit.after(failures.count());
    Duration since = Duration.between(failures.last(), now);
    // A clock that went back makes nobody wait for longer than the wait is.
    Duration left = since.isNegative() ? wait : wait.minus(since);
    return left.isNegative() ? Duration.ZERO : left;
  }

  void failed(String login, String address) {
    String from = network(address);
    lock.lock();
    try {
      Instant now = clock.instant();
      logins.compute(login, (_, before) -> more(before, now));
      addresses.compute(from, (_, before) -> more(before, now));
    } finally {
      lock.unlock();
    }
  }

  private static Failures more(@org.jspecify.annotations.Nullable Failures before, Instant now) {
    return before == null || before.last().plus(FORGOTTEN).isBefore(now)
        ? new Failures(1, now)
        : new Failures(before.count() + 1, now);
  }

  /** What succeeded clears the login; the address goes on, or one good account would free it. */
  void succeeded(String login, String address) {
    lock.lock();
    try {
      logins.remove(login);
      homes.put(home(login, network(address)), true);
    } finally {
      lock.unlock();
    }
  }

  private static String home(String login, String network) {
    return login + "\n" + network;
  }

  /** An address; of IPv6 the network, for whoever has one address there has them all. */
  static String network(String address) {
    try {
      InetAddress parsed = InetAddress.ofLiteral(address);
      return parsed instanceof Inet6Address
          ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), 8))
          : parsed.getHostAddress();
    } catch (IllegalArgumentException e) {
      return address;
    }
  }
}
