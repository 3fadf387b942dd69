package dev.breakwater.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The processor time a process has taken up to now, as the kernel counts it.
 *
 * @param all nanoseconds of all its threads, those that have ended too, to the hundredth of a
 *     second
 * @param threads each living thread by its id, exact
 */
record ProcessTimes(long all, Map<Long, ThreadTime> threads) {
  /** A tick of {@code /proc/PID/stat}: Linux shows hundredths of a second whatever it runs on. */
  private static final long TICK_NANOS = 10_000_000;

  /** How far the two ways of counting may differ by rounding alone. */
  private static final long ROUNDING_NANOS = 3 * TICK_NANOS;

  ProcessTimes {
    threads = Map.copyOf(threads);
  }

  /** What a thread is for, as far as its name tells. */
  enum Role {
    /** Breakwater's own writers of the ledger, which are shown beside the rest. */
    LEDGER,
    COMPILER,
    COLLECTOR,
    OTHER;

    /** Names are cut to 15 characters by the kernel. */
    static Role of(String name) {
      if (name.startsWith("ledger")) {
        return LEDGER;
      }
      if (name.startsWith("C1 Compiler") || name.startsWith("C2 Compiler")) {
        return COMPILER;
      }
      // The serial collector works on the virtual machine's own thread.
      boolean collector =
          name.startsWith("GC Thread") || name.startsWith("G1 ") || name.equals("VM Thread");
      return collector ? COLLECTOR : OTHER;
    }
  }

  record ThreadTime(Role role, long nanos) {}

  /**
   * Processor time between two moments, in nanoseconds.
   *
   * @param total of the whole process
   * @param byRole its parts; what belongs to threads that ended counts as OTHER
   */
  record Spent(long total, Map<Role, Long> byRole) {
    Spent {
      byRole = Map.copyOf(byRole);
    }

    long of(Role role) {
      return byRole.getOrDefault(role, 0L);
    }

    /** All but the ledger's writers. */
    long onThePath() {
      return total - of(Role.LEDGER);
    }
  }

  static ProcessTimes of(long pid) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    Map<Long, ThreadTime> threads = new HashMap<>();
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(process.resolve("task"))) {
      for (Path task : tasks) {
        try {
          Role role = Role.of(Files.readString(task.resolve("comm")).strip());
          long nanos = schedulerNanos(Files.readString(task.resolve("schedstat")));
          threads.put(Long.parseLong(task.getFileName().toString()), new ThreadTime(role, nanos));
        } catch (IOException unreadable) {
          if (Files.exists(task)) {
            throw unreadable;
          } // else it ended while we looked
        }
      }
    }
    return new ProcessTimes(statNanos(Files.readString(process.resolve("stat"))), threads);
  }

  /** The first field: time on the processor in nanoseconds. */
  static long schedulerNanos(String schedstat) {
    return Long.parseLong(schedstat.substring(0, schedstat.indexOf(' ')));
  }

  /** utime and stime, fields 14 and 15; the name in field 2 may hold spaces and parentheses. */
  static long statNanos(String stat) {
    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ", -1));
    return (Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12))) * TICK_NANOS;
  }

  /** What was taken since an earlier moment of the same process. */
  Spent since(ProcessTimes earlier) {
    Map<Role, Long> byRole = new EnumMap<>(Role.class);
    long living = 0;
    for (Map.Entry<Long, ThreadTime> thread : threads.entrySet()) {
      ThreadTime now = thread.getValue();
      ThreadTime before =
          earlier.threads.getOrDefault(thread.getKey(), new ThreadTime(now.role(), 0));
      long nanos = now.nanos() - before.nanos();
      living += nanos;
      byRole.merge(now.role(), nanos, Long::sum);
    }
    long counted = all - earlier.all;
    if (counted - living <= ROUNDING_NANOS) {
      return new Spent(living, byRole);
    }
    byRole.merge(Role.OTHER, counted - living, Long::sum);
    return new Spent(counted, byRole);
  }
}
