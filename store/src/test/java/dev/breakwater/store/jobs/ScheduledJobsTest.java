package dev.breakwater.store.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.operations.maintenance.Job;
import dev.breakwater.operations.maintenance.Maintenance;
import dev.breakwater.operations.maintenance.Report;
import dev.breakwater.operations.maintenance.Run;
import dev.breakwater.store.sql.Database;
import dev.breakwater.store.sql.SqlRuns;
import dev.breakwater.store.sql.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class ScheduledJobsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final LocalTime FAR = LocalTime.MIDNIGHT;

  private final TestDatabase databases;
  private Database database;
  private final AtomicInteger numbers = new AtomicInteger();
  private final Held job = new Held();

  ScheduledJobsTest(TestDatabase.Kind kind) {
    databases = kind.make();
  }

  @BeforeEach
  void open() {
    database = databases.open();
  }

  @AfterEach
  void close() {
    database.close();
    databases.close();
  }

  private Maintenance maintenance() {
    return new Maintenance(
        List.of(job),
        new SqlRuns(database),
        InstantSource.system(),
        () -> "run_" + numbers.incrementAndGet());
  }

  private ScheduledJobs start(Maintenance maintenance, InstantSource clock, String server) {
    return ScheduledJobs.start(database, maintenance, FAR, ZoneOffset.UTC, clock, server);
  }

  private List<Run.Status> statuses(Maintenance maintenance) {
    return maintenance.runs("held", 10).stream().map(Run::status).toList();
  }

  @Test
  void aJobAskedForRunsAtOnceAndOnlyOnceAtATime() throws Exception {
    Maintenance maintenance = maintenance();
    try (ScheduledJobs jobs = start(maintenance, InstantSource.system(), "one")) {
      Run run = maintenance.start("held", true, jobs).orElseThrow();
      assertThat(job.begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(maintenance.start("held", false, jobs)).isEmpty();
      job.goOn.countDown();
      Awaitility.await("its end")
          .atMost(PATIENCE)
          .until(() ->
              maintenance.runs("held", 10).stream()
                  .anyMatch(it -> it.id().equals(run.id()) && it.status() == Run.Status.DONE));
      assertThat(job.runs).hasValue(1);
    }
  }

  @Test
  void aJobWhoseTimeHasComeIsRunByOneOfTwoServers() {
    job.goOn.countDown();
    Maintenance maintenance = maintenance();
    Instant today = Instant.now();
    try (ScheduledJobs one = start(maintenance, () -> today, "one")) {
      assertThat(one).isNotNull();
    }
    Instant tomorrow = today.plus(Duration.ofDays(1));
    try (ScheduledJobs one = start(maintenance, () -> tomorrow, "one");
        ScheduledJobs two = start(maintenance, () -> tomorrow, "two")) {
      assertThat(one).isNotSameAs(two);
      Awaitility.await("its end")
          .atMost(PATIENCE)
          .until(() -> statuses(maintenance).equals(List.of(Run.Status.DONE)));
    }
    assertThat(job.runs).as("runs by both together").hasValue(1);
  }

  /** A job that waits for the test. */
  private static final class Held implements Job {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger runs = new AtomicInteger();

    @Override
    public String name() {
      return "held";
    }

    @Override
    public Report run(boolean confirmed) {
      runs.incrementAndGet();
      begun.countDown();
      try {
        if (!goOn.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
          throw new IllegalStateException("nobody said to go on");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      return Report.done("Held.", List.of());
    }
  }
}
