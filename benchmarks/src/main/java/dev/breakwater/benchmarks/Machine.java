package dev.breakwater.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which cores are used for what, and what is installed.
 *
 * @param relayCore carries the relay that is measured, alone
 * @param loadCore carries the mock, the load generator and this program
 */
record Machine(int relayCore, int loadCore) {
  private static final Path STATUS = Path.of("/proc/self/status");

  /** Two cores that this process may use and that are not threads of one, as far as there are. */
  static Machine survey() throws IOException {
    List<Integer> allowed = List.of(0);
    for (String line : Files.readAllLines(STATUS)) {
      if (line.startsWith("Cpus_allowed_list:")) {
        allowed = cores(line.substring(line.indexOf(':') + 1));
      }
    }
    int first = allowed.getFirst();
    Set<Integer> others = new LinkedHashSet<>(allowed);
    others.remove(first);
    List<Integer> apart = new ArrayList<>(others);
    apart.removeAll(siblings(first));
    return new Machine(
        first,
        !apart.isEmpty() ? apart.getFirst() : others.isEmpty() ? first : others.iterator().next());
  }

  /** Reads the kernel's lists of cores, such as {@code 0-3,8}. */
  static List<Integer> cores(String list) {
    List<Integer> cores = new ArrayList<>();
    for (String part : list.strip().split(",", -1)) {
      int dash = part.indexOf('-');
      int from = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
      int to = Integer.parseInt(part.substring(dash + 1));
      for (int core = from; core <= to; core++) {
        cores.add(core);
      }
    }
    return cores;
  }

  private static List<Integer> siblings(int core) throws IOException {
    Path list = Path.of("/sys/devices/system/cpu/cpu" + core + "/topology/thread_siblings_list");
    return Files.exists(list) ? cores(Files.readString(list)) : List.of();
  }

  /** Looks along PATH, and where administrators' programs are when PATH leaves them out. */
  static Optional<Path> find(String program) {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin:/sbin";
    for (String folder : path.split(":", -1)) {
      Path candidate = Path.of(folder, program);
      if (!folder.isEmpty() && Files.isExecutable(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** What the processor calls itself, for the record. */
  static String processor() throws IOException {
    Path information = Path.of("/proc/cpuinfo");
    return Files.exists(information)
        ? Files.readAllLines(information).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse("unknown")
        : "unknown";
  }
}
