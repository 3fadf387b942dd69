package dev.breakwater.server.api.requests;

import dev.breakwater.gateway.recording.BodyRecorder;
import dev.breakwater.gateway.recording.Recorded;
import dev.breakwater.gateway.recording.RecordingsUnavailable;
import dev.breakwater.server.api.ApiProblem;
import dev.breakwater.server.api.ApiRequest;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.Operation.Reply;
import dev.breakwater.server.api.Permission;
import dev.breakwater.server.api.Schemas;
import dev.breakwater.server.api.Times;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** {@code /api/admin/requests/{id}/bodies}: what was said, where it is recorded. */
public final class BodiesResource {
  private final BodyRecorder recorder;

  public BodiesResource(BodyRecorder recorder) {
    this.recorder = recorder;
  }

  public List<Operation> operations() {
    return List.of(
        new Operation(
            HttpMethod.GET,
            "/api/admin/requests/{id}/bodies",
            Permission.READ_BODIES,
            "The question and the answer of a request, redacted, where bodies are recorded",
            List.of(),
            Optional.empty(),
            Schemas.object(it ->
                it.all("string", "id", "tenant", "request", "response", "createdAt")
                    .all("boolean", "truncated")),
            this::bodies));
  }

  private Reply bodies(ApiRequest request) {
    String id = Objects.requireNonNull(request.variables().get("id"));
    Optional<String> tenant = request.tenant();
    try {
      return recorder
          .find(id)
          .filter(recorded -> tenant.map(recorded.tenant()::equals).orElse(true))
          .map(BodiesResource::reply)
          .orElseThrow(() ->
              ApiProblem.of(
                  404,
                  "No bodies of this request are kept; 'recording.bodies' says whose are, and"
                      + " 'recording.retention' for how long."));
    } catch (RecordingsUnavailable e) {
      throw ApiProblem.of(503, String.valueOf(e.getMessage()));
    }
  }

  private static Reply reply(Recorded recorded) {
    return Reply.ok(
        JsonMapper.shared()
            .createObjectNode()
            .put("id", recorded.requestId())
            .put("tenant", recorded.tenant())
            .put("request", recorded.question())
            .put("response", recorded.answer())
            .put("truncated", recorded.cut())
            .put("createdAt", Times.toSecond(recorded.atMillis())));
  }
}
