package dev.breakwater.store.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceNotFoundException;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.maintenance.Maintenance;
import dev.breakwater.operations.maintenance.Timetable;
import dev.breakwater.store.sql.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Calls jobs once a day, by a table in the database: whichever server picks a job up first runs it,
 * and one that a dead server had picked up is run again.
 */
public final class ScheduledJobs implements Timetable, AutoCloseable {
  private static final Duration POLL = Duration.ofSeconds(10);
  private static final Duration HEARTBEAT = Duration.ofSeconds(20);
  private static final Duration STOP = Duration.ofSeconds(5);

  private final Scheduler scheduler;

  private ScheduledJobs(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /**
   * Begins to look for jobs whose time has come.
   *
   * @param at when each job runs, in {@code zone}
   * @param server names this one among those that share the database
   * @throws StoreUnavailable when the database does not answer
   */
  public static ScheduledJobs start(
      Database database,
      Maintenance maintenance,
      LocalTime at,
      ZoneId zone,
      InstantSource clock,
      String server) {
    List<RecurringTask<String>> tasks = new ArrayList<>();
    for (String job : maintenance.jobs()) {
      tasks.add(
          Tasks.recurring(job, Schedules.daily(zone, at), String.class)
              // What somebody asked for is asked for once: the next run is the schedule's own.
              .executeStateful((instance, _) -> {
                maintenance.run(job, asked(instance.getData()));
                return "";
              }));
    }
    Scheduler scheduler =
        Scheduler.create(database.jobs())
            .startTasks(tasks)
            .threads(1)
            .clock(clock::instant)
            .pollingInterval(POLL)
            .heartbeatInterval(HEARTBEAT)
            .shutdownMaxWait(STOP)
            .schedulerName(new SchedulerName.Fixed(server))
            .build();
    try {
      scheduler.start();
      return new ScheduledJobs(scheduler);
    } catch (RuntimeException e) {
      scheduler.stop();
      throw new StoreUnavailable("the table of jobs cannot be read", e);
    }
  }

  private static Optional<String> asked(String runId) {
    return runId == null || runId.isEmpty() ? Optional.empty() : Optional.of(runId);
  }

  @Override
  public boolean callNow(String job, String runId) {
    try {
      boolean moved =
          scheduler.reschedule(
              TaskInstanceId.of(job, RecurringTask.INSTANCE),
              java.time.Instant.EPOCH.plusSeconds(1),
              runId);
      scheduler.triggerCheckForDueExecutions();
      return moved;
    } catch (TaskInstanceCurrentlyExecutingException e) {
      return false;
    } catch (TaskInstanceNotFoundException e) {
      throw new IllegalArgumentException("there is no job '" + job + "'", e);
    }
  }

  @Override
  public void close() {
    scheduler.stop();
  }
}
