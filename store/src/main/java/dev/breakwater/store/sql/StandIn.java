package dev.breakwater.store.sql;

import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.maintenance.Job;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A database in whose place a copy answers until it has been reached for the first time. From then
 * on the copy is never asked again, for what it says may be out of date. Nothing is written to it.
 */
public final class StandIn implements Database {
  private final Database database;
  private final Database copy;
  private volatile boolean reached;

  /**
   * @param database closed by whoever opened it
   * @param copy of this version's tables
   */
  public StandIn(Database database, Database copy) {
    this.database = database;
    this.copy = copy;
  }

  /** Whether the copy still stands in. */
  public boolean isNeeded() {
    return !reached;
  }

  /** The database's own: its reading of times and flags fits the copy's, too. */
  @Override
  public Dialect dialect() {
    return database.dialect();
  }

  @Override
  public <T extends @Nullable Object> T write(Work<T> work) {
    return database.write(work);
  }

  @Override
  public void afterCommit(Runnable work) {
    database.afterCommit(work);
  }

  @Override
  public <T extends @Nullable Object> T read(Work<T> work) {
    try {
      T result = database.read(work);
      reached = true;
      return result;
    } catch (StoreUnavailable e) {
      if (reached) {
        throw e;
      }
      return copy.read(work);
    }
  }

  @Override
  public DataSource jobs() {
    return database.jobs();
  }

  @Override
  public List<Job> upkeep(InstantSource clock) {
    return database.upkeep(clock);
  }

  @Override
  public void close() {
    copy.close();
  }
}
