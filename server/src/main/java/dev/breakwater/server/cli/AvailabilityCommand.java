package dev.breakwater.server.cli;

import dev.breakwater.operations.drills.AvailabilityStudy;
import dev.breakwater.operations.drills.AvailabilityTable;
import dev.breakwater.operations.drills.Calendar;
import dev.breakwater.operations.drills.MonthDrawing;
import dev.breakwater.operations.drills.Policy;
import dev.breakwater.operations.drills.PolicyResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "availability",
    description = {
      "Sends a month of requests to three providers that fail as a calendar of outages says, with"
          + " the attempt engine and without it.",
      "Ends with 1 when three providers answer less than 99.9 % of what came while one was up."
    },
    mixinStandardHelpOptions = true)
final class AvailabilityCommand implements Callable<Integer> {
  private static final double PROMISED = 0.999;

  @Option(
      names = "--requests",
      paramLabel = "N",
      description = "A day's. Default: ${DEFAULT-VALUE}.")
  private int requests = AvailabilityStudy.REQUESTS_PER_DAY;

  @Option(names = "--seed", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private long seed = AvailabilityStudy.SEED;

  @Option(names = "--markdown", description = "Prints the table of docs/availability.md.")
  private boolean markdown;

  @Option(names = "--json", description = "Prints the results as JSON.")
  private boolean json;

  @Option(
      names = "--docs",
      paramLabel = "DIR",
      description =
          "Writes the table into availability.md there, and the month's picture beside it.")
  private @Nullable Path docs;

  private final Console console;

  AvailabilityCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (requests < 1) {
      console.complain("--requests begins at 1");
      return ExitCode.WRONG;
    }
    Calendar calendar = Calendar.reference();
    AvailabilityStudy study = new AvailabilityStudy(calendar, requests, seed);
    console.complain("simulating a month under each policy…");
    List<PolicyResult> results =
        Workers.with(Runtime.getRuntime().availableProcessors(), study::run);
    PolicyResult ours = best(results);
    AvailabilityTable table = new AvailabilityTable(results);
    if (docs != null) {
      Path page = docs.resolve("availability.md");
      Files.writeString(page, table.into(Files.readString(page)));
      Files.writeString(docs.resolve("availability.svg"), MonthDrawing.of(calendar, ours));
    }
    console.say(
        json
            ? asJson(results).toPrettyString()
            : (markdown ? table.markdown() : table.text()).stripTrailing());
    if (ours.answeredWhileUpShare() < PROMISED) {
      console.complain("less than 99.9 % answered while a provider was up");
      return ExitCode.FAILED;
    }
    return ExitCode.OK;
  }

  /** The one that the promise is about. */
  private static PolicyResult best(List<PolicyResult> results) {
    return results.stream()
        .filter(result -> result.policy().means() == Policy.Means.BREAKWATER)
        .reduce((_, last) -> last)
        .orElseThrow();
  }

  private ObjectNode asJson(List<PolicyResult> results) {
    ObjectNode node = JsonMapper.shared().createObjectNode();
    node.put("requestsPerDay", requests).put("seed", seed);
    ArrayNode policies = node.putArray("policies");
    for (PolicyResult result : results) {
      ObjectNode one =
          policies
              .addObject()
              .put("name", result.policy().name())
              .put("timeUp", result.timeUp())
              .put("requests", result.requests())
              .put("answered", result.answered())
              .put("answeredShare", result.answeredShare())
              .put("whileUp", result.whileUp())
              .put("answeredWhileUp", result.answeredWhileUp())
              .put("answeredWhileUpShare", result.answeredWhileUpShare())
              .put("callsPerRequest", result.callsPerRequest())
              .put("medianMillis", result.median().toMillis())
              .put("p95Millis", result.p95().toMillis())
              .put("p99Millis", result.p99().toMillis());
      ObjectNode failures = one.putObject("failuresWhileUp");
      result.failures().forEach(failures::put);
      ArrayNode providers = one.putArray("providers");
      result.policy().providers().forEach(providers::add);
    }
    return node;
  }
}
