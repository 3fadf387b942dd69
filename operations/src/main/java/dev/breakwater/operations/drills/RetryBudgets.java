package dev.breakwater.operations.drills;

import dev.breakwater.gateway.provider.Fault;
import dev.breakwater.gateway.provider.Outcome;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.simulation.SimulatedRequest;
import dev.breakwater.gateway.simulation.SimulatedRequest.Logged;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the books of every target's retry budget a second time, from what the journal heard: a
 * bucket of 500, 14 for a repeat after a transient failure, 5 after a throttled one; the cost comes
 * back when the repeat succeeds, and 1 for each success at the first try.
 */
final class RetryBudgets {
  private static final int CAPACITY = 500;
  private static final int TRANSIENT = 14;
  private static final int THROTTLED = 5;

  /** Bits below the time in an entry; they hold a change as {@link #OFFSET} less it. */
  private static final int CHANGE_BITS = 6;

  private static final int OFFSET = 32;

  private final Map<Target, Entries> byTarget = new HashMap<>();
  private long repeats;

  private static final class Entries {
    long[] sorted = new long[256];
    int size;

    void add(long atNanos, int change) {
      if (size == sorted.length) {
        sorted = Arrays.copyOf(sorted, 2 * size);
      }
      // What comes back at the same moment is counted first: the order within it is not known.
      sorted[size++] = (atNanos << CHANGE_BITS) | (OFFSET - change);
    }
  }

  long repeats() {
    return repeats;
  }

  /** Books the calls of a request that has ended. */
  void add(SimulatedRequest request) {
    List<Logged> calls = request.calls();
    Target last = null;
    int cost = 0;
    for (int number = 0; number < calls.size(); number++) {
      Logged call = calls.get(number);
      Target target = call.call().target();
      cost = target.equals(last) ? cost : 0;
      last = target;
      if (call.outcome() instanceof Outcome.Answered) {
        entries(target).add(call.endedNanos(), Math.max(1, cost));
      } else if (number + 1 < calls.size()
          && calls.get(number + 1).call().target().equals(target)) {
        cost = cost(call);
        repeats++;
        entries(target).add(call.endedNanos(), -cost);
      }
    }
  }

  /** Sums everything up; tells of each target whose budget was overdrawn. */
  void check(Violations violations) {
    byTarget.forEach((target, entries) -> {
      Arrays.sort(entries.sorted, 0, entries.size);
      int left = CAPACITY;
      for (int number = 0; number < entries.size; number++) {
        int change = OFFSET - (int) (entries.sorted[number] & ((1 << CHANGE_BITS) - 1));
        left = Math.min(CAPACITY, left + change);
        if (left < 0) {
          violations.add("the retry budget of " + target + " was overdrawn by " + -left);
          return;
        }
      }
    });
  }

  private Entries entries(Target target) {
    return byTarget.computeIfAbsent(target, unseen -> new Entries());
  }

  private static int cost(Logged call) {
    return call.outcome() instanceof Outcome.Failed failed
            && failed.fault() instanceof Fault.Throttled
        ? THROTTLED
        : TRANSIENT;
  }
}
