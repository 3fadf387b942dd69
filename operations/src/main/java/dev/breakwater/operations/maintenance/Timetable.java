package dev.breakwater.operations.maintenance;

/**
 * Calls jobs when their time has come, each at most once at a time, however many servers share the
 * database.
 */
public interface Timetable {
  /**
   * Has a job run at once, as soon as a server is free.
   *
   * @param runId the run that waits for it
   * @return false when it is running already
   */
  boolean callNow(String job, String runId);
}
