package dev.breakwater.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** What stands while the measurement runs: the mock, the relays, and the load sent through them. */
final class Rig implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** A relay is at rest when it takes less than this in {@link #LOOK}. */
  private static final long REST_NANOS = 2_000_000;

  /** A share of the relay's time that its compiler may take in a measurement. */
  private static final double COMPILED = 0.02;

  private static final int SLICE_SECONDS = 5;

  private static final Duration LOOK = Duration.ofMillis(100);
  private static final int MOST_LOOKS = 30;

  private final Options options;
  private final Machine machine;
  private final Native programs;
  private final Optional<Path> nginx;
  private final Path scratch;
  private final Children children = new Children();
  private final Map<Subject, Relay> relays = new EnumMap<>(Subject.class);
  private final Map<Subject, Integer> ports = new EnumMap<>(Subject.class);
  private final AtomicBoolean closed = new AtomicBoolean();

  Rig(Options options, Machine machine, Native programs, Optional<Path> nginx, Path scratch)
      throws IOException, InterruptedException {
    this.options = options;
    this.machine = machine;
    this.programs = programs;
    this.nginx = nginx;
    this.scratch = scratch;
    int next = options.port();
    for (Subject subject : Subject.values()) {
      ports.put(subject, next > 0 ? next++ : Probe.freePort());
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "clean-up"));
    startUpstream();
  }

  private void startUpstream() throws IOException, InterruptedException {
    Path log = scratch.resolve("upstream.log");
    int port = port(Subject.DIRECT);
    List<String> command = List.of(programs.upstream().toString(), "--port", "" + port);
    long since = System.nanoTime();
    Process process = children.start(Set.of(machine.loadCore()), log, scratch, command);
    Probe.await(process, port, "/v1/models", since, PATIENCE, log);
  }

  Options options() {
    return options;
  }

  /** Where a subject takes requests; the mock's own port for DIRECT. */
  int port(Subject subject) {
    return ports.getOrDefault(subject, 0);
  }

  /** Who can be measured here, the floor first. */
  List<Subject> subjects() {
    List<Subject> subjects = new ArrayList<>();
    if (nginx.isPresent()) {
      subjects.add(Subject.NGINX);
    }
    if (options.breakwater() != null) {
      subjects.add(Subject.BREAKWATER);
    }
    return subjects;
  }

  /** Who goes first changes from round to round, so that neither always follows the other. */
  List<Subject> subjects(int round) {
    return round % 2 == 0 ? subjects() : subjects().reversed();
  }

  /** A running relay, started when it is not. */
  Relay relay(Subject subject) throws IOException, InterruptedException {
    Relay running = relays.get(subject);
    if (running != null) {
      if (!running.process().isAlive()) {
        throw new IOException(subject.title() + " ended during the measurement; see " + scratch);
      }
      return running;
    }
    Relay started = start(subject, Set.of(machine.relayCore()));
    relays.put(subject, started);
    return started;
  }

  /** A relay of one's own, for the one who stops it again. */
  Relay start(Subject subject, Set<Integer> cores) throws IOException, InterruptedException {
    String launcher = options.breakwater();
    if (subject == Subject.BREAKWATER && launcher != null) {
      return Breakwater.start(
          children, cores, launcher, scratch, port(Subject.DIRECT), port(subject));
    }
    return Nginx.start(
        children, cores, nginx.orElseThrow(), scratch, port(Subject.DIRECT), port(subject));
  }

  void stop(Relay relay) {
    children.stop(relay.process());
    relays.remove(relay.subject(), relay);
  }

  /** Ends all relays, so that the next to ask for one finds it fresh. */
  void stopRelays() {
    List.copyOf(relays.values()).forEach(this::stop);
  }

  int relayCore() {
    return machine.relayCore();
  }

  Set<Integer> bothCores() {
    return new TreeSet<>(List.of(machine.relayCore(), machine.loadCore()));
  }

  LoadReport load(LoadPlan plan, Subject subject) throws IOException, InterruptedException {
    return load(plan, subject, () -> {});
  }

  /** Something to look at while the load runs. */
  interface Look {
    void look() throws IOException;
  }

  LoadReport load(LoadPlan plan, Subject subject, Look look)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(programs.load().toString());
    command.addAll(List.of("--port", "" + port(subject)));
    command.addAll(List.of("--upstream", "" + port(Subject.DIRECT)));
    command.addAll(plan.arguments());
    Process process = children.start(Set.of(machine.loadCore()), null, scratch, command);
    while (!process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
      look.look();
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    children.stop(process);
    if (output.isEmpty()) {
      throw new IOException("the load generator ended early with " + process.exitValue());
    }
    LoadReport report = LoadReport.parse(output);
    if (report.completed() == 0) {
      throw new IOException("Nothing came through " + subject.title() + ": " + report.sample());
    }
    if (report.errors() > 0) {
      Progress.say(
          "  %d errors through %s, such as: %s"
              .formatted(report.errors(), subject.title(), report.sample()));
    }
    return report;
  }

  /** A run and what it cost the relay. */
  record Priced(LoadReport report, ProcessTimes.Spent spent) {}

  /** Runs a load through a relay; the cost includes what the relay does about it afterwards. */
  Priced price(LoadPlan plan, Subject subject) throws IOException, InterruptedException {
    Relay relay = relay(subject);
    ProcessTimes before = rest(relay);
    LoadReport report = load(plan, subject);
    return new Priced(report, rest(relay).since(before));
  }

  /** Waits until a relay has nothing left to do, such as rows to write, but not for ever. */
  private static ProcessTimes rest(Relay relay) throws IOException, InterruptedException {
    ProcessTimes before = ProcessTimes.of(relay.pid());
    for (int looks = 0; looks < MOST_LOOKS; looks++) {
      Thread.sleep(LOOK);
      ProcessTimes now = ProcessTimes.of(relay.pid());
      if (now.since(before).total() < REST_NANOS) {
        return now;
      }
      before = now;
    }
    return before;
  }

  /**
   * Drives every relay without counting, until its compiler has little left to do: what a server
   * costs in its first minute is not what it costs in its life, and how long the compiler takes
   * beside a full load on one core depends on the machine.
   */
  void warmUp(LoadPlan plan) throws IOException, InterruptedException {
    for (Subject subject : subjects()) {
      warmUp(plan, subject);
    }
  }

  /** The same for one of them. */
  void warmUp(LoadPlan plan, Subject subject) throws IOException, InterruptedException {
    Progress.say("  warming up " + subject.title());
    double compiling = 1;
    int seconds = 0;
    while (seconds < options.warmUp() && compiling > COMPILED) {
      int slice = Math.min(SLICE_SECONDS, options.warmUp() - seconds);
      ProcessTimes.Spent spent = price(plan.seconds(slice), subject).spent();
      compiling = (double) spent.of(ProcessTimes.Role.COMPILER) / spent.onThePath();
      seconds += slice;
    }
    Progress.say(
        "  %s is warm after %d s of load; its compiler takes %.0f %% of it"
            .formatted(subject.title(), seconds, 100 * compiling));
  }

  /** Ends everything that was started and removes what it wrote; on an interrupt too. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    children.stopAll();
    try (Stream<Path> tree = Files.walk(scratch)) {
      for (Path file : tree.toList().reversed()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException leftOver) {
      Progress.say("bench: cannot remove " + scratch + ": " + leftOver.getMessage());
    }
  }
}
