package dev.breakwater.server.api.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.gateway.settings.RouteTarget;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.trace.PlanText;
import dev.breakwater.gateway.trace.Trace;
import dev.breakwater.gateway.trace.Trace.Step;
import dev.breakwater.gateway.usage.Status;
import dev.breakwater.operations.reports.AttemptEntry;
import dev.breakwater.operations.reports.CaughtUp;
import dev.breakwater.operations.reports.RequestDetail;
import dev.breakwater.operations.reports.RequestEntry;
import dev.breakwater.operations.reports.RequestFilter;
import dev.breakwater.operations.reports.RequestSource;
import dev.breakwater.operations.reports.Requests;
import dev.breakwater.server.api.ApiProblem;
import dev.breakwater.server.api.Calls;
import dev.breakwater.server.api.Operation;
import dev.breakwater.wire.conversation.Tokens;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What scripts read of single requests, to the letter. */
class RequestsResourceTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Target GOOGLE = new Target("google", "gemini-1.5-flash");
  private static final Target OPENAI = new Target("openai", "gpt-4o-mini");

  private final Kept kept = new Kept();
  private final List<Operation> operations =
      new RequestsResource(
              new Requests(kept, kept, InstantSource.fixed(NOW)),
              new RequestParameters(InstantSource.fixed(NOW), ZoneOffset.UTC))
          .operations();

  private JsonNode one(String id) {
    return perform(1, Map.of("id", id), MultiMap.caseInsensitiveMultiMap());
  }

  private JsonNode list(String... query) {
    MultiMap parameters = MultiMap.caseInsensitiveMultiMap();
    for (int index = 0; index < query.length; index += 2) {
      parameters.add(query[index], query[index + 1]);
    }
    return perform(0, Map.of(), parameters);
  }

  private JsonNode perform(int operation, Map<String, String> variables, MultiMap query) {
    return (JsonNode)
        operations
            .get(operation)
            .action()
            .perform(Calls.byOwner(variables, query, new byte[0]))
            .body();
  }

  @Test
  void aDecisionHasCandidatesStepsAndWinner() {
    kept.decision =
        Optional.of(
            new Trace(
                "weighted",
                List.of(
                    new PlanText.Place(new RouteTarget(GOOGLE, -1, 1), true),
                    new PlanText.Place(new RouteTarget(OPENAI, 0, 7), false)),
                0,
                List.of(
                    new Step.Skipped(OPENAI, "circuit_open", 1_234),
                    new Step.Skipped(OPENAI, "declined", 0),
                    new Step.Waited(GOOGLE, 250),
                    new Step.Called(GOOGLE, 2, "half_open", "probe")),
                3,
                2));

    assertThat(JSON.readTree(one("req_1").get("decision").toString()))
        .isEqualTo(
            JSON.readTree(
                """
                {"asked": "auto", "strategy": "weighted",
                 "candidates": [
                   {"provider": "google", "model": "gemini-1.5-flash",
                    "level": -1, "weight": 1, "named": true},
                   {"provider": "openai", "model": "gpt-4o-mini",
                    "level": 0, "weight": 7, "named": false}],
                 "steps": [
                   {"type": "skipped", "provider": "openai", "model": "gpt-4o-mini",
                    "reason": "circuit_open", "untilMs": 1234},
                   {"type": "skipped", "provider": "openai", "model": "gpt-4o-mini",
                    "reason": "declined", "untilMs": null},
                   {"type": "waited", "provider": "google", "model": "gemini-1.5-flash",
                    "pauseMs": 250},
                   {"type": "called", "provider": "google", "model": "gemini-1.5-flash",
                    "attempt": 2, "circuit": "half_open", "kind": "probe"}],
                 "winner": {"provider": "google", "model": "gemini-1.5-flash", "attempt": 2},
                 "candidatesLeftOut": 0, "stepsLeftOut": 3}
                """));
  }

  @Test
  void anAttemptTellsWhatItTook() {
    JsonNode attempt = one("req_1").get("attempts").get(0);

    assertThat(attempt.toString())
        .isEqualTo(
            """
            {"id":"req_1.1","number":1,"provider":"openai","model":"gpt-4o-mini",\
            "status":"error","httpStatus":503,"errorType":"status_503","errorMessage":"busy",\
            "estimated":true,"inputTokens":10,"outputTokens":5,"cachedInputTokens":4,\
            "cacheWriteTokens":3,"reasoningTokens":2,"totalTokens":15,"cost":0.0000012,\
            "responseTimeMs":1.5,"firstTokenMs":null,"createdAt":"2026-01-01T00:00:00Z"}\
            """);
  }

  @Test
  void aRequestOfWhichNoDecisionIsKnownHasNull() {
    JsonNode told = one("req_1");
    assertThat(told.get("decision").isNull()).isTrue();
    assertThat(told.get("request").get("clientRequestId").stringValue()).isEqualTo("theirs");
  }

  @Test
  void anUnknownIdIs404() {
    assertThatThrownBy(() -> one("req_2"))
        .isInstanceOfSatisfying(
            ApiProblem.class, problem -> assertThat(problem.status()).isEqualTo(404));
  }

  @Test
  void filtersAreReadAndWrongOnesNamed() {
    list(
        "environment",
        "staging",
        "provider",
        "openai",
        "model",
        "m",
        "status",
        "error",
        "since",
        "1h",
        "until",
        "2026-01-01",
        "limit",
        "7");
    RequestFilter filter = kept.filters.getLast();
    assertThat(filter.scope().environment()).isEqualTo("staging");
    assertThat(filter.provider()).isEqualTo("openai");
    assertThat(filter.model()).isEqualTo("m");
    assertThat(filter.status()).isEqualTo(Status.ERROR);
    assertThat(filter.since()).isEqualTo(NOW.minus(Duration.ofHours(1)));
    assertThat(filter.until()).isEqualTo(NOW);
    assertThat(kept.limit).as("one more tells whether more follow").isEqualTo(8);
    for (List<String> wrong :
        List.of(
            List.of("status", "fine"),
            List.of("since", "soon"),
            List.of("limit", "0"),
            List.of("cursor", "!!"),
            List.of("cursor", "bm8"),
            List.of("cursor", "eCB5"))) {
      assertThatThrownBy(() -> list(wrong.get(0), wrong.get(1)))
          .isInstanceOfSatisfying(
              ApiProblem.class,
              problem -> {
                assertThat(problem.status()).isEqualTo(400);
                assertThat(problem.field()).contains(wrong.get(0));
              });
    }
  }

  @Test
  void theCursorLeadsToTheNextPage() {
    kept.listed = List.of(entry("req_9"), entry("req_8"), entry("req_7"));

    JsonNode first = list("limit", "2");
    list("limit", "2", "cursor", first.get("nextCursor").stringValue());

    assertThat(first.get("requests").valueStream().map(it -> it.get("id").stringValue()))
        .containsExactly("req_9", "req_8");
    assertThat(first.get("asOf").stringValue()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(kept.filters.getFirst().before()).isNull();
    assertThat(kept.filters.getLast().before())
        .isEqualTo(new RequestFilter.Place(NOW.toEpochMilli(), "req_8"));
    assertThat(list("limit", "3").get("nextCursor").isNull()).as("nothing follows").isTrue();
  }

  private static RequestEntry entry(String id) {
    return new RequestEntry(
        id,
        "theirs",
        "default",
        "production",
        "key",
        "auto",
        "google",
        "gemini-1.5-flash",
        Status.SUCCESS,
        200,
        null,
        null,
        false,
        false,
        false,
        1,
        OptionalLong.of(5),
        1,
        2,
        300,
        OptionalLong.empty(),
        NOW);
  }

  /** One request is kept; lists are what the test says. */
  private static final class Kept implements RequestSource, CaughtUp {
    private final List<RequestFilter> filters = new ArrayList<>();
    private List<RequestEntry> listed = List.of();
    private Optional<Trace> decision = Optional.empty();
    private int limit;

    @Override
    public Optional<RequestDetail> find(String id, @Nullable String tenant) {
      AttemptEntry attempt =
          new AttemptEntry(
              1,
              OPENAI,
              Status.ERROR,
              503,
              "status_503",
              "busy",
              true,
              new Tokens(10, 5, 4, 3, 2, false),
              OptionalLong.of(1_200),
              1_500,
              OptionalLong.empty(),
              NOW);
      return id.equals("req_1") && (tenant == null || tenant.equals("default"))
          ? Optional.of(new RequestDetail(entry(id), decision, List.of(attempt)))
          : Optional.empty();
    }

    @Override
    public List<RequestEntry> oldest(
        RequestFilter filter, RequestFilter.@Nullable Place after, int most) {
      throw new AssertionError("lists begin with the newest");
    }

    @Override
    public List<RequestEntry> list(RequestFilter filter, int most) {
      filters.add(filter);
      limit = most;
      return listed.subList(0, Math.min(most, listed.size()));
    }

    @Override
    public boolean await(Duration atMost) {
      return true;
    }

    @Override
    public Instant asOf() {
      return NOW;
    }
  }
}
