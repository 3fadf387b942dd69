package dev.breakwater.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The gateway as its launcher starts it, with keys, journal, metrics and ledger on. */
final class Breakwater {
  /** The launcher builds first where nothing is built. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private Breakwater() {}

  /** Starts it on an empty data folder. */
  static Relay start(
      Children children, Set<Integer> cores, String launcher, Path scratch, int upstream, int port)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(scratch, "breakwater");
    Path configuration = folder.resolve("breakwater.yaml");
    Path log = folder.resolve("breakwater.log");
    Files.writeString(configuration, configuration(upstream));
    List<String> command =
        List.of(
            Path.of(launcher).toAbsolutePath().normalize().toString(),
            "serve",
            "--config",
            configuration.toString(),
            "--port",
            Integer.toString(port),
            "--data",
            folder.resolve("data").toString());
    long since = System.nanoTime();
    Process process = children.start(cores, log, Path.of("").toAbsolutePath(), command);
    double startMillis = Probe.await(process, port, "/readyz", since, PATIENCE, log);
    return new Relay(Subject.BREAKWATER, port, java(process), process, startMillis);
  }

  /** The launcher may become Java or start one. */
  private static long java(Process process) throws IOException {
    Stream<ProcessHandle> family =
        Stream.concat(Stream.of(process.toHandle()), process.descendants());
    for (ProcessHandle member : family.toList()) {
      Path name = Path.of("/proc", Long.toString(member.pid()), "comm");
      if (Files.exists(name) && Files.readString(name).startsWith("java")) {
        return member.pid();
      }
    }
    throw new IOException("The launcher is ready but runs no process named java");
  }

  static String configuration(int upstream) {
    return """
    providers:
      - name: openai
        protocol: openai
        baseUrl: http://127.0.0.1:%d/v1
        apiKey: bench
        models:
          - {name: gpt-4o-mini, price: {input: 0.15, output: 0.60, cachedInput: 0.075}, contextWindow: 128000, maxOutput: 16384}
    chains:
      production:
        primary: openai/gpt-4o-mini
    keys:
      - {name: bench, key: %s}
    """
        .formatted(upstream, LoadPlan.KEY);
  }
}
