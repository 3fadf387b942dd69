package dev.breakwater.store.sql;

import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.maintenance.Job;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A database that loses its answer to a commit when told to: it holds, and nobody hears of it. */
final class ForgetfulDatabase implements Database {
  private final Database database;
  private boolean forgetsNext;
  private int forgotten;

  ForgetfulDatabase(Database database) {
    this.database = database;
  }

  void forgetNext() {
    forgetsNext = true;
  }

  int forgotten() {
    return forgotten;
  }

  @Override
  public Dialect dialect() {
    return database.dialect();
  }

  @Override
  public <T extends @Nullable Object> T write(Work<T> work) {
    T result = database.write(work);
    if (forgetsNext) {
      forgetsNext = false;
      forgotten++;
      throw new StoreUnavailable("the answer was lost");
    }
    return result;
  }

  @Override
  public void afterCommit(Runnable work) {
    database.afterCommit(work);
  }

  @Override
  public <T extends @Nullable Object> T read(Work<T> work) {
    return database.read(work);
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
    database.close();
  }
}
