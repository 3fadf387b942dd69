package dev.breakwater.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Starts the programs of the measurement, each on its cores, and sees to it that none outlives it.
 */
final class Children {
  /**
   * Enough for 5,000 streams on both sides of a relay; without the right to that, the most allowed.
   */
  private static final String RAISE_LIMIT =
      "ulimit -n 65536 2>/dev/null || ulimit -n \"$(ulimit -H -n)\"; exec \"$@\"";

  private static final long PATIENCE_SECONDS = 3;

  private final ConcurrentLinkedDeque<Process> running = new ConcurrentLinkedDeque<>();
  private volatile boolean ending;

  /**
   * Starts a command on some cores.
   *
   * @param output takes what it prints; null leaves its standard output to be read from the process
   *     and drops its errors into ours
   */
  Process start(Set<Integer> cores, @Nullable Path output, Path folder, List<String> command)
      throws IOException {
    if (ending) {
      throw new IOException("the measurement was ended");
    }
    List<String> all = new ArrayList<>(List.of("sh", "-c", RAISE_LIMIT, "sh"));
    // Should this program be killed outright, the kernel ends its children.
    Machine.find("setpriv")
        .ifPresent(s -> all.addAll(List.of(s.toString(), "--pdeathsig", "TERM")));
    all.addAll(List.of("taskset", "-c", list(cores)));
    all.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(all).directory(folder.toFile());
    // Keys of real providers would configure them, and settings of the shell change what is run.
    builder
        .environment()
        .keySet()
        .removeIf(name ->
            name.endsWith("_API_KEY")
                || (name.startsWith("BREAKWATER_") && !name.equals("BREAKWATER_JAVA_OPTS")));
    if (output == null) {
      builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    } else {
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
    }
    Process process = builder.start();
    running.push(process);
    return process;
  }

  private static String list(Set<Integer> cores) {
    return cores.stream().map(Object::toString).collect(Collectors.joining(","));
  }

  /** Asks a child and all it started to end, and ends what does not. */
  void stop(Process process) {
    List<ProcessHandle> family =
        new ArrayList<>(process.descendants().filter(ProcessHandle::isAlive).toList());
    family.add(process.toHandle());
    process.destroy();
    try {
      process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    family.forEach(ProcessHandle::destroyForcibly);
    running.remove(process);
  }

  /** Stops all and starts no more. */
  void stopAll() {
    ending = true;
    running.forEach(this::stop);
  }
}
