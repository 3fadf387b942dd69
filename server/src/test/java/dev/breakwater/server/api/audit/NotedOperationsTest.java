package dev.breakwater.server.api.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.changes.Change;
import dev.breakwater.server.api.ApiProblem;
import dev.breakwater.server.api.ApiRequest;
import dev.breakwater.server.api.Calls;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.Operation.Reply;
import dev.breakwater.server.api.Permission;
import dev.breakwater.server.api.RecordedChanges;
import dev.breakwater.server.api.Schemas;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NotedOperationsTest {
  private static final String RESET = "/api/admin/llm-fallback/reset";
  private static final String RUNS = "/api/admin/maintenance/runs";
  private static final String BODIES = "/api/admin/requests/{id}/bodies";

  private final List<String> done = new ArrayList<>();
  private final RecordedChanges recorded = new RecordedChanges();
  private boolean refuses;
  private final List<Operation> all =
      List.of(
          operation(HttpMethod.POST, RESET),
          operation(HttpMethod.POST, "/api/v1/llm/providers/{id}/check"),
          operation(HttpMethod.POST, "/api/v1/llm/providers/{id}/test"),
          operation(HttpMethod.POST, RUNS),
          operation(HttpMethod.GET, RUNS),
          operation(HttpMethod.GET, "/api/admin/llm-usage/export"),
          operation(HttpMethod.GET, BODIES));
  private final List<Operation> noted = NotedOperations.of(all, recorded);

  private Operation operation(HttpMethod method, String path) {
    return new Operation(
        method,
        path,
        Permission.READ,
        "does it",
        List.of(),
        Optional.empty(),
        Schemas.of("object"),
        request -> {
          if (refuses) {
            throw ApiProblem.of(409, "it runs already");
          }
          done.add(path);
          return Reply.ok(Map.of());
        });
  }

  private void perform(HttpMethod method, String path, ApiRequest request) {
    noted.stream()
        .filter(it -> it.method().equals(method) && it.path().equals(path))
        .findFirst()
        .orElseThrow()
        .action()
        .perform(request);
  }

  private static ApiRequest call(Map<String, String> variables, String body) {
    return Calls.byOwner(
        variables,
        MultiMap.caseInsensitiveMultiMap().add("tenant", "acme"),
        body.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> entries() {
    return recorded.all().stream()
        .map(it -> it.action() + " " + it.object() + " " + it.after())
        .toList();
  }

  @Test
  void whatIsSetGoingIsRecordedFirst() {
    perform(HttpMethod.POST, RESET, call(Map.of(), "{\"provider\":\"openai\",\"model\":\"a/b\"}"));
    assertThat(entries()).containsExactly("circuit.reset openai/a/b {\"tenant\":\"acme\"}");
    assertThat(recorded.all()).extracting(Change::tenant).containsExactly("acme");
    recorded.goAway();
    assertThatThrownBy(
            () -> perform(HttpMethod.POST, RUNS, call(Map.of(), "{\"job\":\"retention\"}")))
        .isInstanceOf(StoreUnavailable.class);
    assertThat(done).containsExactly(RESET);
  }

  @Test
  void thatItWasRefusedIsOneMoreEntry() {
    refuses = true;
    assertThatThrownBy(
            () -> perform(HttpMethod.POST, RUNS, call(Map.of(), "{\"job\":\"retention\"}")))
        .isInstanceOf(ApiProblem.class);
    assertThat(entries())
        .containsExactly(
            "maintenance.start retention {\"tenant\":\"acme\"}",
            "maintenance.start retention {\"refused\":\"it runs already\"}");
  }

  @Test
  void aCallThatSaysNothingIsLeftToTheOperation() {
    perform(HttpMethod.POST, RUNS, call(Map.of(), "{\"job\":7}"));
    perform(HttpMethod.GET, RUNS, call(Map.of(), ""));
    assertThat(entries()).isEmpty();
    assertThat(done).hasSize(2);
  }

  @Test
  void whatIsDisclosedIsRecordedOnceItIsFound() {
    perform(HttpMethod.GET, BODIES, call(Map.of("id", "req_1"), ""));
    assertThat(entries()).containsExactly("bodies.read req_1 {\"tenant\":\"acme\"}");
    refuses = true;
    assertThatThrownBy(() -> perform(HttpMethod.GET, BODIES, call(Map.of("id", "req_2"), "")))
        .isInstanceOf(ApiProblem.class);
    assertThat(entries()).hasSize(1);
    refuses = false;
    recorded.goAway();
    assertThatThrownBy(() -> perform(HttpMethod.GET, BODIES, call(Map.of("id", "req_1"), "")))
        .isInstanceOf(StoreUnavailable.class);
  }

  @Test
  void anOperationThatIsNoLongerThereIsNotForgotten() {
    assertThatThrownBy(() -> NotedOperations.of(all.subList(1, all.size()), recorded))
        .hasMessage("there is no POST " + RESET);
  }
}
