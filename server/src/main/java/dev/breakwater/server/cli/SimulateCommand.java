package dev.breakwater.server.cli;

import dev.breakwater.operations.drills.DayReport;
import dev.breakwater.operations.drills.DaysDrill;
import dev.breakwater.operations.drills.DaysReport;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "simulate",
    description = {
      "Runs days of outages through the real attempt engine in virtual time, and checks every"
          + " promise on every one of them.",
      "Ends with 1 when one is broken, and names the command that runs the day again."
    },
    mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {
  /** From so many days on, a kind of trouble that struck nobody is a failure. */
  private static final int DAYS_THAT_MEET_ALL = 50;

  private static final int TWICE_EVERY = 20;
  private static final long BETWEEN_PROGRESS = TimeUnit.SECONDS.toNanos(2);

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "200",
      description = "Default: ${DEFAULT-VALUE}.")
  private int days;

  @Option(
      names = "--requests",
      paramLabel = "N",
      defaultValue = "10000",
      description = "A day's. Default: ${DEFAULT-VALUE}.")
  private int requests;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the first day; each next day has the next one. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Days at once. Default: one for each processor.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--json", description = "Prints the report as JSON.")
  private boolean json;

  private final Console console;

  SimulateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (days < 1 || requests < 1 || threads < 1) {
      console.complain("--days, --requests and --threads begin at 1");
      return ExitCode.WRONG;
    }
    DaysDrill drill = new DaysDrill(seed, days, requests, TWICE_EVERY);
    long began = System.nanoTime();
    AtomicLong next = new AtomicLong(began + BETWEEN_PROGRESS);
    DaysReport report =
        Workers.with(
            threads, executor -> drill.run(executor, threads, so -> progress(so, began, next)));
    double seconds = (System.nanoTime() - began) / 1e9;
    List<String> missing = days < DAYS_THAT_MEET_ALL ? List.of() : report.missing();
    boolean holds = report.holds() && missing.isEmpty();
    if (json) {
      console.say(asJson(report, missing, seconds, holds).toPrettyString());
    } else {
      tell(report, seconds);
    }
    missing.forEach(what -> console.complain("proves too little: " + what));
    report.failed().forEach(this::complain);
    return holds ? ExitCode.OK : ExitCode.FAILED;
  }

  private void progress(DaysReport report, long began, AtomicLong next) {
    long now = System.nanoTime();
    long due = next.get();
    if (now - due >= 0 && next.compareAndSet(due, now + BETWEEN_PROGRESS)) {
      console.complain(
          String.format(
              Locale.ROOT, "%,d of %,d days, %.0f s", report.days(), days, (now - began) / 1e9));
    }
  }

  private void tell(DaysReport report, double seconds) {
    report.figures().forEach((name, value) -> line(name, value));
    console.say("requests that ended as");
    report.ends().forEach(this::line);
    console.say("calls that met");
    report.struck().forEach((trouble, calls) -> line(trouble.word(), calls));
    console.say(
        String.format(
            Locale.ROOT,
            "%s, %.1f s",
            report.holds() ? "every promise held" : "promises were broken",
            seconds));
  }

  private void line(String name, long value) {
    console.say(String.format(Locale.ROOT, "  %-20s%,16d", name, value));
  }

  private void complain(DayReport day) {
    day.broken().forEach(broken -> console.complain("seed " + day.seed() + ": " + broken));
    if (day.violations() > day.broken().size()) {
      console.complain(
          "seed " + day.seed() + ": and " + (day.violations() - day.broken().size()) + " more");
    }
    console.complain("run it again: " + again(day));
  }

  private String again(DayReport day) {
    return "./breakwater drill simulate --days 1 --requests " + requests + " --seed " + day.seed();
  }

  private ObjectNode asJson(
      DaysReport report, List<String> missing, double seconds, boolean holds) {
    ObjectNode node = JsonMapper.shared().createObjectNode();
    node.put("holds", holds).put("seconds", seconds).put("firstSeed", seed);
    report.figures().forEach(node::put);
    ObjectNode ends = node.putObject("ends");
    report.ends().forEach(ends::put);
    ObjectNode struck = node.putObject("struck");
    report.struck().forEach((trouble, calls) -> struck.put(trouble.word(), calls));
    ArrayNode lacking = node.putArray("missing");
    missing.forEach(lacking::add);
    ArrayNode failed = node.putArray("failed");
    for (DayReport day : report.failed()) {
      ObjectNode one =
          failed
              .addObject()
              .put("seed", day.seed())
              .put("violations", day.violations())
              .put("again", again(day));
      ArrayNode broken = one.putArray("broken");
      day.broken().forEach(broken::add);
    }
    return node;
  }
}
