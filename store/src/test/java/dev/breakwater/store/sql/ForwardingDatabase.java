package dev.breakwater.store.sql;

import dev.breakwater.operations.maintenance.Job;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Passes everything on to another database, which somebody else closes. */
abstract class ForwardingDatabase implements Database {
  private final Database database;

  ForwardingDatabase(Database database) {
    this.database = database;
  }

  /** Called before each piece of work. */
  abstract void before();

  @Override
  public Dialect dialect() {
    return database.dialect();
  }

  @Override
  public <T extends @Nullable Object> T write(Work<T> work) {
    before();
    return database.write(work);
  }

  @Override
  public void afterCommit(Runnable work) {
    database.afterCommit(work);
  }

  @Override
  public <T extends @Nullable Object> T read(Work<T> work) {
    before();
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
  public void close() {}
}
