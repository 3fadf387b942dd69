package dev.breakwater.store.sql;

import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.Transactions;
import dev.breakwater.operations.maintenance.Job;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A database with the tables of this version. Calls block, so none may come from an event loop;
 * each throws {@link StoreUnavailable} when the database does not answer.
 */
public interface Database extends Transactions, AutoCloseable {
  /** What is done with a connection. */
  interface Work<T extends @Nullable Object> {
    T with(Connection connection) throws SQLException;
  }

  /** What this database spells in a way of its own. */
  Dialect dialect();

  /**
   * Runs work in a transaction; all of it holds, or nothing. Work within other work on the same
   * thread joins its transaction.
   */
  <T extends @Nullable Object> T write(Work<T> work);

  @Override
  default <T extends @Nullable Object> T inOne(Supplier<T> work) {
    return write(connection -> work.get());
  }

  /**
   * Runs something once the transaction that is under way on this thread is committed, at once when
   * none is; not at all when it is not kept.
   *
   * @param work does not throw, for what was written is kept already
   */
  void afterCommit(Runnable work);

  /** Runs work that only reads, beside a writer: what is not committed yet is not seen. */
  <T extends @Nullable Object> T read(Work<T> work);

  /** Connections for those who work beside requests: jobs and their schedule. */
  DataSource jobs();

  /** What this database wants done now and then, beside what others want of it. */
  List<Job> upkeep(InstantSource clock);

  @Override
  void close();
}
