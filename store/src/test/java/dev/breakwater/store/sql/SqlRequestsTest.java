package dev.breakwater.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.trace.Trace;
import dev.breakwater.gateway.usage.AttemptEnded;
import dev.breakwater.gateway.usage.LedgerBatch;
import dev.breakwater.gateway.usage.LedgerRow;
import dev.breakwater.gateway.usage.Status;
import dev.breakwater.operations.reports.AttemptEntry;
import dev.breakwater.operations.reports.CaughtUp;
import dev.breakwater.operations.reports.FallbackFilter;
import dev.breakwater.operations.reports.RequestDetail;
import dev.breakwater.operations.reports.RequestEntry;
import dev.breakwater.operations.reports.RequestFilter;
import dev.breakwater.operations.reports.Requests;
import dev.breakwater.operations.reports.UsageFilter;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SqlRequestsTest extends OnEachDatabase {
  private static final UsageFilter.Scope ALL = UsageFilter.Scope.ALL;
  private static final RequestFilter ANY =
      new RequestFilter(ALL, null, null, null, null, null, null);

  private Requests requests;
  private int waits;

  SqlRequestsTest(TestDatabase.Kind kind) {
    super(kind);
  }

  @BeforeEach
  void open() {
    requests =
        new Requests(
            new SqlRequests(database),
            new CaughtUp() {
              @Override
              public boolean await(Duration atMost) {
                waits++;
                return true;
              }

              @Override
              public Instant asOf() {
                return Instant.EPOCH;
              }
            },
            InstantSource.fixed(Instant.ofEpochMilli(Usage.START)));
  }

  @Test
  void pagesGiveEveryRequestOnceAndTheOldestFirst() throws Exception {
    List<LedgerRow> rows = new ArrayList<>();
    for (int number = 0; number < 2_500; number++) {
      // Ten share a millisecond, so that pages begin and end among equals.
      rows.add(Usage.direct(2_500 - number, Usage.START + number / 10, 1, 1));
    }
    keep(rows.toArray(LedgerRow[]::new));
    List<RequestEntry> read = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    requests
        .pages(ANY)
        .forEachRemaining(page -> {
          sizes.add(page.size());
          read.addAll(page);
        });
    assertThat(sizes).containsExactly(1_000, 1_000, 500);
    assertThat(read).hasSize(2_500).doesNotHaveDuplicates();
    assertThat(read)
        .isSortedAccordingTo(
            Comparator.comparing(RequestEntry::createdAt).thenComparing(RequestEntry::id));
  }

  @Test
  void aRequestAnsweredAtOnceHasItsDecisionAndItsAttempt() throws Exception {
    keep(Usage.direct(1, Usage.START, 2_000, 77), Usage.failed(2, Usage.START));
    RequestDetail detail = requests.find(Usage.id(1), null).orElseThrow();
    assertThat(detail.request().id()).isEqualTo(Usage.id(1));
    assertThat(detail.request().costNanos()).hasValue(77);
    assertThat(detail.decision().flatMap(Trace::winner))
        .contains(new Trace.Step.Called(Usage.GOOGLE, 1, "closed", "first"));
    AttemptEntry attempt = detail.attempts().getFirst();
    assertThat(detail.attempts()).hasSize(1);
    assertThat(attempt.number()).isOne();
    assertThat(attempt.target()).isEqualTo(Usage.GOOGLE);
    assertThat(attempt.status()).isEqualTo(Status.SUCCESS);
    assertThat(attempt.costNanos()).hasValue(77);
    assertThat(attempt.tokens().total()).isEqualTo(120);
    assertThat(attempt.durationMicros()).isEqualTo(900);
    assertThat(attempt.firstTokenMicros()).hasValue(400);
    assertThat(attempt.createdAt()).isEqualTo(Instant.ofEpochMilli(Usage.START + 1));
    assertThat(waits).isOne();
  }

  @Test
  void aFallbackHasBothAttemptsInOrder() throws Exception {
    keep(Usage.fallback(1, Usage.START, 9_000, AttemptEnded.UNPRICED));
    List<AttemptEntry> attempts = requests.find(Usage.id(1), null).orElseThrow().attempts();
    assertThat(attempts)
        .extracting(AttemptEntry::target)
        .containsExactly(Usage.GOOGLE, Usage.OPENAI);
    assertThat(attempts)
        .extracting(AttemptEntry::status)
        .containsExactly(Status.ERROR, Status.SUCCESS);
    assertThat(attempts.getFirst().errorMessage()).isEqualTo("no");
    assertThat(attempts.getFirst().costNanos()).hasValue(0);
    assertThat(attempts.getLast().costNanos()).isEmpty();
  }

  @Test
  void whatNobodyAskedIsNotFound() throws Exception {
    keep(Usage.direct(1, Usage.START, 2_000, 77));
    assertThat(requests.find("req_none", null)).isEmpty();
    assertThat(requests.find(Usage.id(1) + ".1", null)).isEmpty();
    assertThat(requests.find("", null)).isEmpty();
  }

  @Test
  void aRequestWithoutAPlanAndAnUnreadableDecisionHaveNone() throws Exception {
    keep(Usage.rejected(1, Usage.START), Usage.direct(2, Usage.START, 1, 1));
    assertThat(requests.find(Usage.id(1), null).orElseThrow().decision()).isEmpty();
    assertThat(requests.find(Usage.id(1), null).orElseThrow().attempts()).isEmpty();
    database.write(connection -> {
      try (PreparedStatement statement =
          connection.prepareStatement("UPDATE llm_usage SET decision = '9 later'")) {
        return statement.executeUpdate();
      }
    });
    assertThat(requests.find(Usage.id(2), null).orElseThrow().decision()).isEmpty();
  }

  @Test
  void theFallbackLogHasDecisionsToo() throws Exception {
    keep(Usage.direct(1, Usage.START, 2_000, 77));
    assertThat(
            new SqlUsageSource(database)
                .fallbacks(new FallbackFilter(Instant.EPOCH, ALL, null, null), 10))
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.askedModel()).isEqualTo("auto");
          assertThat(entry.decision().map(Trace::strategy)).contains("priority");
        });
  }

  @Test
  void aListIsReadPageByPageNewestFirstThoughNewOnesCome() throws Exception {
    List<LedgerRow> rows = new ArrayList<>();
    for (int number = 1; number <= 25; number++) {
      // Five of a millisecond: their ids decide.
      rows.add(Usage.direct(number, Usage.START + number / 5, 1, 1));
    }
    keep(rows.toArray(LedgerRow[]::new));
    List<String> seen = new ArrayList<>();
    Requests.Page page = requests.list(ANY, 7);
    while (true) {
      assertThat(page.requests()).hasSizeLessThanOrEqualTo(7);
      page.requests().forEach(entry -> seen.add(entry.id()));
      if (page.next().isEmpty()) {
        break;
      }
      keep(Usage.direct(1_000 + seen.size(), Usage.START + 1_000, 1, 1));
      page = requests.list(after(page.next()), 7);
    }
    assertThat(seen)
        .containsExactlyElementsOf(
            java.util.stream.IntStream.range(0, 25)
                .mapToObj(index -> Usage.id(25 - index))
                .toList());
    assertThat(requests.list(ANY, 1_000).next()).as("nothing follows").isEmpty();
  }

  private static RequestFilter after(Optional<RequestFilter.Place> place) {
    return new RequestFilter(ALL, null, null, null, null, null, place.orElseThrow());
  }

  @Test
  void everyFilterCounts() throws Exception {
    keep(
        Usage.direct(1, Usage.START, 1, 1),
        Usage.fallback(2, Usage.START + 10, 1, 1),
        Usage.failed(3, Usage.START + 20),
        Usage.rejected(4, Usage.START + 30));
    assertThat(ids(ALL, null, null, null, null, null)).containsExactly(4, 3, 2, 1);
    assertThat(ids(ALL, 10, null, null, null, null)).containsExactly(4, 3, 2);
    assertThat(ids(ALL, 10, 30, null, null, null)).containsExactly(3, 2);
    assertThat(ids(ALL, null, null, "openai", null, null)).containsExactly(2);
    assertThat(ids(ALL, null, null, null, "gemini-1.5-flash", null)).containsExactly(4, 3, 1);
    assertThat(ids(ALL, null, null, null, null, Status.ERROR)).containsExactly(3);
    assertThat(ids(new UsageFilter.Scope(null, "staging"), null, null, null, null, null)).isEmpty();
    assertThat(ids(new UsageFilter.Scope("default", null), null, null, null, null, null))
        .hasSize(4);
  }

  private List<Integer> ids(
      UsageFilter.Scope scope,
      @Nullable Integer since,
      @Nullable Integer until,
      @Nullable String provider,
      @Nullable String model,
      @Nullable Status status) {
    RequestFilter filter =
        new RequestFilter(
            scope,
            since == null ? null : Instant.ofEpochMilli(Usage.START + since),
            until == null ? null : Instant.ofEpochMilli(Usage.START + until),
            provider,
            model,
            status,
            null);
    return requests.list(filter, 100).requests().stream()
        .map(RequestEntry::id)
        .map(id -> Integer.parseInt(id.substring(4)))
        .toList();
  }

  private void keep(LedgerRow... rows) throws Exception {
    Usage.ledger(database)
        .commit(new LedgerBatch(List.of(rows), List.of(), List.of(), List.of(), List.of()));
  }
}
