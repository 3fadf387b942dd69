package dev.breakwater.gateway.access;

import dev.breakwater.gateway.concurrent.Timekeeper;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.IntSupplier;

/**
 * How many wrong keys each address has sent of late, so that nobody tries keys by the million. For
 * any thread.
 *
 * <p>Addresses are not kept: each falls, by a secret seed, on one counter in each of two rows, and
 * the lower one counts, as in a count-min sketch. So no number of addresses fills the memory; with
 * very many at work some are taken for others, which costs them nothing but the word 429 in place
 * of 401, for good keys are never asked about here. Of IPv6 the first 64 bits count, for whoever
 * has one address there has all of them.
 */
public final class WrongKeys {
  /** So many are nobody's attack within {@link #WINDOW}, where nobody says otherwise. */
  public static final int MOST = 20;

  public static final Duration WINDOW = Duration.ofMinutes(1);

  private static final int COLUMNS = 1 << 14;
  private static final int ROWS = 2;
  private static final int COUNT_BITS = 16;
  private static final long MOST_COUNTED = (1L << COUNT_BITS) - 1;
  private static final int PREFIX_BYTES = 8;

  private final Timekeeper time;
  private final IntSupplier most;
  private final long seed;
  private final long firstNanos;

  /** Each the second in which its window began, from 1, and the count since. */
  private final AtomicLongArray counters = new AtomicLongArray(ROWS * COLUMNS);

  /** Of which {@value #MOST} a minute are answered. */
  public WrongKeys(Timekeeper time, long seed) {
    this(time, seed, () -> MOST);
  }

  /**
   * @param seed random, so that nobody can tell which addresses share a counter
   * @param most how many an address may send within a minute now; 0 for as many as it likes
   */
  public WrongKeys(Timekeeper time, long seed, IntSupplier most) {
    this.time = time;
    this.most = most;
    this.seed = seed;
    this.firstNanos = time.nanos();
  }

  /**
   * Counts a wrong key.
   *
   * @return how long the address has to wait until its wrong keys are answered again, when it has
   *     sent more than it may within a minute
   */
  public Optional<Duration> count(String address) {
    long second = 1 + TimeUnit.NANOSECONDS.toSeconds(time.nanos() - firstNanos);
    long hash = hash(address);
    long least = Long.MAX_VALUE;
    long wait = 0;
    for (int row = 0; row < ROWS; row++) {
      int column = (int) (hash >>> (row * Integer.SIZE)) & (COLUMNS - 1);
      long counter = counted(row * COLUMNS + column, second);
      long count = counter & MOST_COUNTED;
      if (count < least) {
        least = count;
        wait = (counter >>> COUNT_BITS) + WINDOW.toSeconds() - second;
      }
    }
    int allowed = most.getAsInt();
    return allowed > 0 && least > allowed
        ? Optional.of(Duration.ofSeconds(Math.max(1, wait)))
        : Optional.empty();
  }

  private long counted(int at, long second) {
    return counters.updateAndGet(
        at,
        counter -> {
          boolean over = counter >>> COUNT_BITS <= second - WINDOW.toSeconds() || counter == 0;
          if (over) {
            return second << COUNT_BITS | 1;
          }
          return (counter & MOST_COUNTED) == MOST_COUNTED ? counter : counter + 1;
        });
  }

  private long hash(String address) {
    long mixed = seed;
    for (byte part : significant(address)) {
      mixed = mixed(mixed ^ part);
    }
    return mixed;
  }

  /** What tells one party from another: the address, its first half, or a text as it is. */
  private static byte[] significant(String address) {
    try {
      byte[] bytes = InetAddress.ofLiteral(address).getAddress();
      return Arrays.copyOf(bytes, Math.min(bytes.length, PREFIX_BYTES));
    } catch (IllegalArgumentException e) {
      return address.getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Spreads every bit over all: the finalizer of MurmurHash3 in its variant 13 [Stafford]. */
  private static long mixed(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
