package dev.breakwater.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code breakwater bench}: measures Breakwater and nginx in turns and prints what they cost. */
public final class Bench {
  private static final int MEASURED = 0;
  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private Bench() {}

  /** Exits with 0 when all was measured, whatever the figures; 1 when not; 2 on a wrong option. */
  public static void main(String[] arguments) throws InterruptedException {
    System.exit(run(List.of(arguments)));
  }

  @SuppressWarnings("SystemOut")
  private static int run(List<String> arguments) throws InterruptedException {
    if (arguments.contains("--help")) {
      System.out.print(Options.USAGE);
      return MEASURED;
    }
    try {
      Options options = Options.parse(arguments);
      System.out.print(measure(options));
      return MEASURED;
    } catch (Options.Misuse misuse) {
      Progress.say("bench: " + misuse.getMessage() + "\n" + Options.USAGE);
      return MISUSED;
    } catch (IOException failure) {
      Progress.say("bench: " + failure.getMessage());
      return FAILED;
    }
  }

  private static String measure(Options options) throws IOException, InterruptedException {
    Optional<Path> nginx = Machine.find("nginx");
    Path compiler = check(nginx, options);
    Machine machine = Machine.survey();
    stayOffTheRelayCore(machine);
    if (machine.relayCore() == machine.loadCore()) {
      Progress.say("Only one core: relay and load share it, so rates and latencies say little.");
    }
    Map<String, String> facts = facts(machine, nginx);
    Rows rows = new Rows();
    Path scratch = Files.createTempDirectory("breakwater-bench");
    try (Rig rig = new Rig(options, machine, Native.compile(compiler, scratch), nginx, scratch)) {
      for (Section section : Section.values()) {
        if (options.sections().contains(section)) {
          Progress.say(section.name().toLowerCase(Locale.ROOT));
          section.measure(rig, rows);
        }
      }
    }
    List<Row> result = rows.toList();
    Path json = options.json();
    if (json != null) {
      Files.writeString(json, Json.of(facts, result));
    }
    return print(facts, new Table(result), options.markdown());
  }

  /** Finds the compiler, and says in one line what is missing and how to get it. */
  private static Path check(Optional<Path> nginx, Options options) throws IOException {
    Optional<Path> compiler = Machine.find("cc").or(() -> Machine.find("gcc"));
    List<String> missing = new ArrayList<>();
    if (compiler.isEmpty()) {
      missing.add("gcc libc6-dev");
    }
    if (nginx.isEmpty()) {
      missing.add("nginx");
    }
    if (Machine.find("taskset").isEmpty()) {
      missing.add("util-linux");
    }
    if (!missing.isEmpty()) {
      Progress.say("Missing: apt-get install " + String.join(" ", missing));
    }
    if (compiler.isEmpty() || missing.contains("util-linux")) {
      throw new IOException("nothing can be measured without them");
    }
    if (nginx.isEmpty()) {
      if (options.breakwater() == null) {
        throw new IOException("without nginx and without a gateway there is nothing to measure");
      }
      Progress.say("Without nginx there are absolute figures only, and no ratios.");
    }
    return compiler.get();
  }

  /** This program's own threads must not disturb what is measured. */
  private static void stayOffTheRelayCore(Machine machine)
      throws IOException, InterruptedException {
    String pid = Long.toString(ProcessHandle.current().pid());
    String core = Integer.toString(machine.loadCore());
    new ProcessBuilder("taskset", "-a", "-p", "-c", core, pid)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private static Map<String, String> facts(Machine machine, Optional<Path> nginx)
      throws IOException, InterruptedException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("processor", Machine.processor());
    facts.put("kernel", System.getProperty("os.version", "unknown"));
    facts.put("relay on core", Integer.toString(machine.relayCore()));
    facts.put("mock and load on core", Integer.toString(machine.loadCore()));
    if (nginx.isPresent()) {
      Process version =
          new ProcessBuilder(nginx.get().toString(), "-v").redirectErrorStream(true).start();
      byte[] words = version.getInputStream().readAllBytes();
      version.waitFor();
      facts.put(
          "nginx", new String(words, StandardCharsets.UTF_8).replaceFirst(".*nginx/", "").strip());
    }
    return facts;
  }

  private static String print(Map<String, String> facts, Table table, boolean markdown) {
    if (markdown) {
      return table.markdown();
    }
    StringBuilder head = new StringBuilder();
    facts.forEach((name, value) -> head.append(name).append(": ").append(value).append('\n'));
    return head + "\n" + table.text();
  }
}
