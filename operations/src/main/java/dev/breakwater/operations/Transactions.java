package dev.breakwater.operations;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps several things together: all of them, or none. */
public interface Transactions {
  /**
   * Runs work on this thread; whatever stores write in it is kept in one transaction, and nothing
   * of it when the work throws.
   *
   * @throws StoreUnavailable when it was not kept
   */
  <T extends @Nullable Object> T inOne(Supplier<T> work);
}
