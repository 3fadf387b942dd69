package dev.breakwater.operations.maintenance;

import dev.breakwater.operations.StoreUnavailable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs jobs and keeps account of it. */
public final class Maintenance {
  private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);
  private static final int LONGEST_ERROR = 500;

  private final Map<String, Job> jobs = new LinkedHashMap<>();
  private final RunStore runs;
  private final InstantSource clock;
  private final Supplier<String> ids;

  /**
   * @param ids gives each run one of its own, ordered by time
   */
  public Maintenance(List<Job> jobs, RunStore runs, InstantSource clock, Supplier<String> ids) {
    jobs.forEach(job -> this.jobs.put(job.name(), job));
    this.runs = runs;
    this.clock = clock;
    this.ids = ids;
  }

  /** The jobs that there are. */
  public Set<String> jobs() {
    return jobs.keySet();
  }

  /**
   * Newest first.
   *
   * @param job only this one; null for all
   */
  public List<Run> runs(@Nullable String job, int limit) {
    return runs.newest(job, limit);
  }

  /**
   * Has a job run now; it is done elsewhere, its run tells how far it has come.
   *
   * @param confirmed whether it may do what is refused otherwise
   * @return empty when it is running already
   */
  public Optional<Run> start(String job, boolean confirmed, Timetable timetable) {
    Run run = Run.scheduled(ids.get(), job(job).name(), confirmed, clock.instant());
    runs.put(run);
    if (timetable.callNow(job, run.id())) {
      return Optional.of(run);
    }
    Instant now = clock.instant();
    runs.put(run.running(now).ended(now, Report.refused("It is running already.", List.of())));
    return Optional.empty();
  }

  /**
   * Does a job, on the thread that calls.
   *
   * @param runId of the run that somebody asked for; empty when its time had come
   */
  public void run(String job, Optional<String> runId) {
    Job work = job(job);
    runs.interrupt(job);
    Run run =
        runId
            .flatMap(runs::find)
            .orElseGet(() -> Run.scheduled(ids.get(), job, false, clock.instant()))
            .running(clock.instant());
    runs.put(run);
    try {
      Report report = work.run(run.confirmed());
      runs.put(run.ended(clock.instant(), report));
      if (report.refused()) {
        LOG.warn("{} was refused: {}", job, report.sentence());
      } else {
        LOG.info("{}: {}", job, report.sentence());
      }
    } catch (StoreUnavailable e) {
      LOG.warn("{} did not end, the database does not answer: {}", job, e.getMessage());
      throw e;
    } catch (RuntimeException e) {
      LOG.error("{} failed", job, e);
      runs.put(run.failed(clock.instant(), cut(e)));
    }
  }

  private static String cut(RuntimeException e) {
    String text = String.valueOf(e.getMessage());
    return text.length() <= LONGEST_ERROR ? text : text.substring(0, LONGEST_ERROR);
  }

  private Job job(String name) {
    Job job = jobs.get(name);
    if (job == null) {
      throw new IllegalArgumentException("there is no job '" + name + "'");
    }
    return job;
  }
}
