package dev.breakwater.operations.maintenance;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One run of a job.
 *
 * @param confirmed whether it may do what is refused otherwise
 * @param askedAt when somebody asked for it, or its time had come
 * @param startedAt null before it starts
 * @param endedAt null before it ends
 * @param report null before it ends, and when it failed
 * @param error why it failed; null otherwise
 */
public record Run(
    String id,
    String job,
    boolean confirmed,
    Status status,
    Instant askedAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Report report,
    @Nullable String error) {

  /** How far a run has come. */
  public enum Status {
    /** Somebody has asked for it; it starts within seconds. */
    SCHEDULED,
    RUNNING,
    DONE,
    /** It saw that it should not be done, and did nothing. */
    REFUSED,
    FAILED,
    /** The process died during it. */
    INTERRUPTED;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Run scheduled(String id, String job, boolean confirmed, Instant at) {
    return new Run(id, job, confirmed, Status.SCHEDULED, at, null, null, null, null);
  }

  Run running(Instant at) {
    return new Run(id, job, confirmed, Status.RUNNING, askedAt, at, null, null, null);
  }

  Run ended(Instant at, Report said) {
    Status how = said.refused() ? Status.REFUSED : Status.DONE;
    return new Run(id, job, confirmed, how, askedAt, startedAt, at, said, null);
  }

  Run failed(Instant at, String why) {
    return new Run(id, job, confirmed, Status.FAILED, askedAt, startedAt, at, null, why);
  }
}
