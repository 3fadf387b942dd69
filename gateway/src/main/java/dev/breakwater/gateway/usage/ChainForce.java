package dev.breakwater.gateway.usage;

import dev.breakwater.gateway.concurrent.Deadline;
import dev.breakwater.gateway.concurrent.Waiter;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** How far one chain is on the disk, and who waits for it to get there. */
final class ChainForce {
  /** A disk that takes longer is none to build on. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Chain chain;
  private final GroupForce group;
  private final Queue<Ticket> tickets = new ConcurrentLinkedQueue<>();
  private volatile long forced;

  ChainForce(Chain chain, GroupForce group) {
    this.chain = chain;
    this.group = group;
    this.forced = Chain.pack(1, 0);
  }

  /** Somebody who waits for a place in the chain to be on the disk. */
  private static final class Ticket {
    final long upTo;
    final Waiter waiter;
    volatile @Nullable String refusal;

    Ticket(long upTo, Waiter waiter) {
      this.upTo = upTo;
      this.waiter = waiter;
    }
  }

  @Nullable String problem() {
    return group.problem();
  }

  /** The first segment of which not everything is on the disk. */
  long from() {
    return forced >>> 32;
  }

  boolean isAwaited() {
    return !tickets.isEmpty();
  }

  /**
   * Waits until the chain is on the disk up to a place.
   *
   * @return why it is not; empty when it is
   */
  Optional<String> await(long upTo, Waiter waiter) {
    Ticket ticket = new Ticket(upTo, waiter);
    tickets.add(ticket);
    group.soon();
    Waiter.Wake wake =
        waiter.await(
            () -> forced >= upTo || ticket.refusal != null,
            Deadline.after(waiter.time(), PATIENCE));
    return switch (wake) {
      case READY -> Optional.ofNullable(forced >= upTo ? null : ticket.refusal);
      case LEFT -> Optional.of("the exchange was given up before its record was on the disk");
      case LATE -> {
        String reason =
            "the disk has not taken the usage journal for " + PATIENCE.toSeconds() + " s";
        group.hangs(reason);
        yield Optional.of(reason);
      }
    };
  }

  /**
   * Forces what has been written since the last time and wakes who waits for it. On the group's
   * thread only.
   *
   * @param again whether the last force failed, so that pages have to be made dirty again
   */
  void force(GroupForce.Disk disk, boolean again) {
    long head = chain.head();
    long from = forced;
    if (from < head) {
      for (long sequence = from >>> 32; sequence <= head >>> 32; sequence++) {
        boolean first = sequence == from >>> 32;
        boolean last = sequence == head >>> 32;
        Segment segment = chain.open(sequence);
        if (segment != null) {
          force(disk, again, segment, first ? (int) from : 0, last ? (int) head : segment.size());
        }
      }
      forced = head;
    }
    for (Ticket next = tickets.peek(); next != null && next.upTo <= head; next = tickets.peek()) {
      tickets.remove();
      next.waiter.wake();
    }
  }

  private static void force(
      GroupForce.Disk disk, boolean again, Segment segment, int from, int to) {
    if (from < to) {
      if (again) {
        segment.touch(from, to);
      }
      disk.force(segment, from, to);
    }
  }

  /** Tells everybody who waits that it will not be. */
  void refuse(String reason) {
    for (Ticket next = tickets.poll(); next != null; next = tickets.poll()) {
      next.refusal = reason;
      next.waiter.wake();
    }
  }
}
