package dev.breakwater.operations.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.operations.StoreUnavailable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MaintenanceTest {
  private static final Instant NOW = Instant.parse("2026-03-01T03:30:00Z");

  private final Runs runs = new Runs();
  private final AtomicInteger numbers = new AtomicInteger();
  private final Work work = new Work();
  private final Maintenance maintenance =
      new Maintenance(
          List.of(work), runs, InstantSource.fixed(NOW), () -> "run_" + numbers.incrementAndGet());

  @Test
  void aRunOfTheScheduleLeavesItsReport() {
    work.report = Report.done("2 went.", List.of());
    maintenance.run("work", Optional.empty());
    Run run = runs.only();
    assertThat(run.status()).isEqualTo(Run.Status.DONE);
    assertThat(run.report()).isEqualTo(work.report);
    assertThat(work.confirmed).isFalse();
  }

  @Test
  void whatSomebodyConfirmedIsConfirmedWhenItRuns() {
    Run asked = maintenance.start("work", true, (job, id) -> true).orElseThrow();
    assertThat(asked.status()).isEqualTo(Run.Status.SCHEDULED);
    work.report = Report.refused("No.", List.of());
    maintenance.run("work", Optional.of(asked.id()));
    assertThat(work.confirmed).isTrue();
    assertThat(runs.only().status()).isEqualTo(Run.Status.REFUSED);
  }

  @Test
  void aJobThatRunsIsNotStartedTwice() {
    assertThat(maintenance.start("work", false, (job, id) -> false)).isEmpty();
    assertThat(runs.only().status()).isEqualTo(Run.Status.REFUSED);
  }

  @Test
  void aFailureIsKeptAndTheNextRunGoesOn() {
    maintenance.run("work", Optional.empty());
    assertThat(runs.only().status()).isEqualTo(Run.Status.FAILED);
    assertThat(runs.only().error()).isEqualTo("nothing to report");
    work.report = Report.done("Done.", List.of());
    maintenance.run("work", Optional.empty());
    assertThat(maintenance.runs("work", 10))
        .extracting(Run::status)
        .containsExactlyInAnyOrder(Run.Status.DONE, Run.Status.FAILED);
  }

  @Test
  void aRunThatADeadServerLeftIsCalledInterrupted() {
    runs.put(Run.scheduled("run_0", "work", false, NOW).running(NOW));
    work.report = Report.done("Done.", List.of());
    maintenance.run("work", Optional.empty());
    assertThat(runs.find("run_0").orElseThrow().status()).isEqualTo(Run.Status.INTERRUPTED);
  }

  @Test
  void aDatabaseThatDoesNotAnswerIsTheSchedulesToTryAgain() {
    work.failure = new StoreUnavailable("gone", new IllegalStateException());
    assertThatThrownBy(() -> maintenance.run("work", Optional.empty()))
        .isInstanceOf(StoreUnavailable.class);
  }

  private static final class Work implements Job {
    private @Nullable Report report;
    private @Nullable RuntimeException failure;
    private boolean confirmed;

    @Override
    public String name() {
      return "work";
    }

    @Override
    public Report run(boolean sure) {
      confirmed = sure;
      if (failure != null) {
        throw failure;
      }
      if (report == null) {
        throw new IllegalStateException("nothing to report");
      }
      return report;
    }
  }

  /** Keeps runs in memory. */
  private static final class Runs implements RunStore {
    private final Map<String, Run> byId = new LinkedHashMap<>();

    Run only() {
      assertThat(byId).hasSize(1);
      return byId.values().iterator().next();
    }

    @Override
    public void put(Run run) {
      byId.put(run.id(), run);
    }

    @Override
    public Optional<Run> find(String id) {
      return Optional.ofNullable(byId.get(id));
    }

    @Override
    public List<Run> newest(@Nullable String job, int limit) {
      return byId.values().stream()
          .filter(run -> job == null || run.job().equals(job))
          .sorted(Comparator.comparing(Run::askedAt).reversed())
          .limit(limit)
          .toList();
    }

    @Override
    public void interrupt(String job) {
      byId.replaceAll((id, run) ->
          run.job().equals(job) && run.status() == Run.Status.RUNNING
              ? new Run(
                  id,
                  job,
                  run.confirmed(),
                  Run.Status.INTERRUPTED,
                  run.askedAt(),
                  run.startedAt(),
                  null,
                  null,
                  null)
              : run);
    }
  }
}
