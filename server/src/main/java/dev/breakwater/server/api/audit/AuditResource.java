package dev.breakwater.server.api.audit;

import dev.breakwater.operations.audit.AuditEntry;
import dev.breakwater.operations.audit.AuditFilter;
import dev.breakwater.operations.audit.AuditStore;
import dev.breakwater.operations.audit.KnownPlace;
import dev.breakwater.operations.audit.Restarts;
import dev.breakwater.operations.audit.Verdict;
import dev.breakwater.operations.audit.Verification;
import dev.breakwater.operations.changes.AuditLog;
import dev.breakwater.operations.changes.Change;
import dev.breakwater.operations.changes.ChangeText;
import dev.breakwater.operations.roles.Right;
import dev.breakwater.server.api.ApiProblem;
import dev.breakwater.server.api.ApiRequest;
import dev.breakwater.server.api.Fields;
import dev.breakwater.server.api.Json;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.Operation.Parameter;
import dev.breakwater.server.api.Operation.Reply;
import dev.breakwater.server.api.Permission;
import dev.breakwater.server.api.Schemas;
import dev.breakwater.server.api.StreamedBody;
import dev.breakwater.server.api.StreamedBody.ClientGone;
import dev.breakwater.server.api.StreamedBody.Sink;
import dev.breakwater.server.api.export.RowFormat;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /api/admin/audit}: who changed what, whether the chain is whole, and all of it as a file.
 */
public final class AuditResource {
  private static final String PATH = "/api/admin/audit";
  private static final int USUAL = 100;
  private static final int MOST = 1_000;

  private final AuditStore store;
  private final AuditLog log;
  private final Verification verification;
  private final AuditParameters parameters;

  /**
   * @param log where exports are recorded
   * @param zone in which a date without a zone is meant
   */
  public AuditResource(
      AuditStore store, AuditLog log, Verification verification, InstantSource clock, ZoneId zone) {
    this.store = store;
    this.log = log;
    this.verification = verification;
    this.parameters = new AuditParameters(clock, zone);
  }

  public List<Operation> operations() {
    return List.of(
        new Operation(
            HttpMethod.GET,
            PATH,
            Permission.READ_AUDIT,
            "Who changed what, when and from where, newest first, page by page",
            with(
                new Parameter("limit", "integer", "1 to 1,000, 100 by default"),
                new Parameter("cursor", "string", "the nextCursor of the page before")),
            Optional.empty(),
            Schemas.object(it ->
                it.add("entries", Schemas.array(AuditJson.entrySchema()))
                    .all("string", "nextCursor")),
            this::list),
        new Operation(
            HttpMethod.GET,
            PATH + "/verify",
            Permission.READ_AUDIT,
            "Recomputes the whole chain and names the first link that is broken",
            List.of(
                new Parameter(
                    "expect",
                    "string",
                    "SEQUENCE:HASH of a head that was noted down elsewhere, to compare with")),
            Optional.empty(),
            AuditJson.verdictSchema(),
            this::verify),
        new Operation(
            HttpMethod.POST,
            PATH + "/acknowledge",
            new Permission.Above(Right.CONFIGURE),
            "Says why the chain was begun anew at an entry, which then counts as broken no more",
            List.of(),
            Optional.of(
                Schemas.object(it -> it.all("integer", "sequence").all("string", "reason"))),
            AuditJson.entrySchema(),
            this::acknowledge),
        new Operation(
            HttpMethod.GET,
            PATH + "/export",
            Permission.READ_AUDIT,
            "Every entry, oldest first, as CSV or lines of JSON; is an entry itself",
            with(new Parameter("format", "string", "csv or ndjson; csv by default")),
            Optional.empty(),
            Schemas.of("string"),
            this::export));
  }

  private static List<Parameter> with(Parameter... others) {
    return Stream.concat(AuditParameters.FILTERS.stream(), Stream.of(others)).toList();
  }

  private Reply list(ApiRequest request) {
    int limit = request.parameter("limit", USUAL, 1, MOST);
    List<AuditEntry> page =
        store.newest(parameters.filter(request), AuditParameters.cursor(request), limit + 1);
    ObjectNode answer = Json.PLAIN.createObjectNode();
    ArrayNode entries = answer.putArray("entries");
    page.stream().limit(limit).forEach(entry -> entries.add(AuditJson.of(entry)));
    String next = page.size() > limit ? Long.toString(page.get(limit - 1).sequence()) : null;
    return Reply.ok(answer.put("nextCursor", next));
  }

  private Reply verify(ApiRequest request) {
    Optional<KnownPlace> expected =
        request
            .parameter("expect")
            .map(text ->
                KnownPlace.expected(text)
                    .orElseThrow(() ->
                        ApiProblem.at(
                            400,
                            "expect",
                            "'expect' has to be SEQUENCE:HASH, such as a head of the log.")));
    Verdict verdict = verification.verify(expected);
    Optional<String> tenant = request.principal().tenant();
    return tenant.isEmpty()
        ? Reply.ok(AuditJson.of(verdict))
        : Reply.ok(AuditJson.of(forTenant(verdict, tenant.get())));
  }

  private Reply acknowledge(ApiRequest request) {
    Fields fields = Fields.of(request.body()).only(Set.of("sequence", "reason"));
    Long sequence = fields.whole("sequence");
    String reason = fields.text("reason");
    if (sequence == null) {
      fields.wrongIfRight("sequence", "is missing; `audit verify` names it");
    }
    fields.refuseIfWrong();
    return Reply.ok(
        AuditJson.of(
            new Restarts(store, log)
                .acknowledge(
                    request.actor(),
                    Objects.requireNonNull(sequence),
                    Objects.requireNonNullElse(reason, ""))));
  }

  /** Others' entries are not counted before a tenant, and theirs are not named. */
  private Verdict forTenant(Verdict verdict, String tenant) {
    AuditFilter own =
        new AuditFilter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(tenant),
            Optional.empty(),
            Optional.empty());
    return new Verdict(
        store.count(own),
        0,
        verdict
            .firstBroken()
            .map(_ ->
                new Verdict.Broken(
                    0, "", "the chain is broken; those who run Breakwater can see where")),
        Optional.empty());
  }

  private Reply export(ApiRequest request) {
    RowFormat format = RowFormat.asked(request);
    AuditFilter filter = parameters.filter(request);
    log.append(
        new Change(
            request.actor(),
            "audit.export",
            AuditParameters.asked(request),
            request.principal().tenant().orElse(""),
            "",
            ChangeText.object().put("format", format.word()).text()));
    return Reply.ok(
        new StreamedBody(
            format.contentType(), "audit." + format.word(), sink -> write(format, filter, sink)));
  }

  private void write(RowFormat format, AuditFilter filter, Sink sink) throws ClientGone {
    String head = format.head(AuditJson.FIELDS);
    if (!head.isEmpty()) {
      sink.write(head.getBytes(StandardCharsets.UTF_8));
    }
    List<AuditEntry> page = store.oldest(filter, Long.MIN_VALUE, MOST);
    while (!page.isEmpty()) {
      StringBuilder piece = new StringBuilder();
      page.forEach(entry -> piece.append(format.row(AuditJson.FIELDS, AuditJson.of(entry))));
      sink.write(piece.toString().getBytes(StandardCharsets.UTF_8));
      page = store.oldest(filter, page.getLast().sequence(), MOST);
    }
  }
}
