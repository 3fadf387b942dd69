package dev.breakwater.server.api.maintenance;

import dev.breakwater.gateway.route.NearestNames;
import dev.breakwater.operations.maintenance.Maintenance;
import dev.breakwater.operations.maintenance.Report;
import dev.breakwater.operations.maintenance.Run;
import dev.breakwater.operations.maintenance.Timetable;
import dev.breakwater.operations.roles.Right;
import dev.breakwater.server.api.ApiProblem;
import dev.breakwater.server.api.ApiRequest;
import dev.breakwater.server.api.Fields;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.Operation.Parameter;
import dev.breakwater.server.api.Operation.Reply;
import dev.breakwater.server.api.Permission;
import dev.breakwater.server.api.Schemas;
import dev.breakwater.server.api.Times;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/admin/maintenance/runs}: what jobs did, and one more now. */
public final class MaintenanceResource {
  private static final String PATH = "/api/admin/maintenance/runs";
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int USUAL = 100;
  private static final int MOST = 1_000;

  private final Maintenance maintenance;
  private final Supplier<Timetable> timetable;

  /**
   * @param timetable of a server that has started
   */
  public MaintenanceResource(Maintenance maintenance, Supplier<Timetable> timetable) {
    this.maintenance = maintenance;
    this.timetable = timetable;
  }

  public List<Operation> operations() {
    return List.of(
        new Operation(
            HttpMethod.GET,
            PATH,
            new Permission.Above(Right.READ),
            "What jobs did, newest first",
            List.of(
                new Parameter("job", "string", "only this one; all when left out"),
                new Parameter("limit", "integer", "1 to 1,000, 100 by default")),
            Optional.empty(),
            Schemas.object(it -> it.add("runs", Schemas.array(runSchema()))),
            this::list),
        new Operation(
            HttpMethod.POST,
            PATH,
            Permission.MAINTAIN,
            "Starts a job now; its run tells how far it has come",
            List.of(),
            Optional.of(Schemas.object(it -> it.all("string", "job").all("boolean", "confirm"))),
            Schemas.object(it -> it.add("run", runSchema())),
            this::start));
  }

  private Reply list(ApiRequest request) {
    Optional<String> job = request.parameter("job");
    job.ifPresent(this::check);
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode runs = answer.putArray("runs");
    maintenance
        .runs(job.orElse(null), request.parameter("limit", USUAL, 1, MOST))
        .forEach(run -> runs.add(json(run)));
    return Reply.ok(answer);
  }

  private Reply start(ApiRequest request) {
    Fields fields = Fields.of(request.body()).only(Set.of("job", "confirm"));
    String job = fields.text("job");
    Boolean confirm = fields.flag("confirm");
    fields.refuseIfWrong();
    if (job == null) {
      throw ApiProblem.at(422, "job", "'job' has to name a job: " + names() + ".");
    }
    check(job);
    Run run =
        maintenance
            .start(job, Boolean.TRUE.equals(confirm), timetable.get())
            .orElseThrow(() ->
                ApiProblem.of(409, "'" + job + "' is running already; GET this path shows it."));
    ObjectNode answer = JSON.createObjectNode();
    answer.set("run", json(run));
    return new Reply(202, answer);
  }

  private void check(String job) {
    if (!maintenance.jobs().contains(job)) {
      throw ApiProblem.at(
          422,
          "job",
          "There is no job '%s'; nearest is '%s', all are %s."
              .formatted(
                  job,
                  NearestNames.of(job, maintenance.jobs()).stream().findFirst().orElse(""),
                  names()));
    }
  }

  private String names() {
    return String.join(", ", maintenance.jobs());
  }

  private static ObjectNode json(Run run) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("id", run.id())
            .put("job", run.job())
            .put("status", run.status().word())
            .put("confirmed", run.confirmed())
            .put("askedAt", Times.toSecond(run.askedAt()))
            .put("startedAt", time(run.startedAt()))
            .put("endedAt", time(run.endedAt()))
            .put("error", run.error());
    Report report = run.report();
    node.set("report", report == null ? JSON.nullNode() : json(report));
    return node;
  }

  private static ObjectNode json(Report report) {
    ObjectNode node = JSON.createObjectNode().put("summary", report.sentence());
    ArrayNode parts = node.putArray("parts");
    for (Report.Part part : report.parts()) {
      parts
          .addObject()
          .put("kind", part.kind())
          .put("before", time(part.before()))
          .put("removed", part.removed())
          .put("left", part.left());
    }
    return node;
  }

  private static @Nullable String time(@Nullable Instant instant) {
    return instant == null ? null : Times.toSecond(instant);
  }

  private static ObjectNode runSchema() {
    return Schemas.object(it ->
        it.all("string", "id", "job", "status", "askedAt", "startedAt", "endedAt", "error")
            .all("boolean", "confirmed")
            .add(
                "report",
                Schemas.object(report ->
                    report
                        .all("string", "summary")
                        .add(
                            "parts",
                            Schemas.array(
                                Schemas.object(part ->
                                    part.all("string", "kind", "before")
                                        .all("integer", "removed", "left")))))));
  }
}
