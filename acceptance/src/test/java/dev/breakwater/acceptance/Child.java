package dev.breakwater.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A process that a test has started: all that it prints is kept, and it never outlives us. */
public final class Child implements AutoCloseable {
  private static final Set<Process> LIVING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> LIVING.forEach(Process::destroyForcibly), "reap"));
  }

  private final Process process;
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final List<Thread> listeners;

  private Child(Process process, boolean listenToOutput) {
    this.process = process;
    LIVING.add(process);
    this.listeners =
        listenToOutput
            ? List.of(listen(process.getInputStream()), listen(process.getErrorStream()))
            : List.of(listen(process.getErrorStream()));
  }

  /**
   * @param environment beside what the machine has; keys that people have set there are taken out
   */
  static Child start(List<String> command, Path directory, Map<String, String> environment) {
    return new Child(spawn(command, directory, environment), true);
  }

  /** A process whose standard output is a conversation: the caller reads it. */
  static Child conversing(List<String> command, Path directory) {
    return new Child(spawn(command, directory, Map.of()), false);
  }

  private static Process spawn(
      List<String> command, Path directory, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.endsWith("_API_KEY") || name.startsWith("BREAKWATER_"));
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Thread listen(InputStream stream) {
    return Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try (BufferedReader reader =
              new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            reader.lines().forEach(lines::add);
          } catch (IOException | UncheckedIOException e) {
            lines.add("(its output ended: " + e.getMessage() + ")");
          }
        });
  }

  public Process process() {
    return process;
  }

  /** What it has printed until now, both streams. */
  public String printed() {
    return String.join("\n", lines) + "\n";
  }

  /** Waits until it has printed what matches, or fails with all that it has printed. */
  Matcher await(Pattern pattern, Duration limit) {
    Awaitility.await("output that matches " + pattern)
        .atMost(limit)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> pattern.matcher(printed()).find() || !process.isAlive());
    if (!process.isAlive()) {
      ended(limit);
    }
    Matcher matcher = pattern.matcher(printed());
    if (!matcher.find()) {
      throw new AssertionError("it ended without " + pattern + ":\n" + printed());
    }
    return matcher;
  }

  /**
   * Waits for its end.
   *
   * @return the exit code
   */
  int ended(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("not ended within " + limit + ":\n" + printed());
      }
      LIVING.remove(process);
      for (Thread listener : listeners) {
        listener.join(limit);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** SIGKILL, and waits until it is gone. */
  void kill() {
    process.destroyForcibly();
    ended(Duration.ofSeconds(20));
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
    LIVING.remove(process);
  }
}
