package dev.breakwater.operations.reports;

import dev.breakwater.operations.StoreUnavailable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives single requests out of the ledger. Every method throws {@link StoreUnavailable} when the
 * database does not answer.
 */
public interface RequestSource {
  /**
   * @param tenant whose it has to be; null for anybody's
   */
  Optional<RequestDetail> find(String id, @Nullable String tenant);

  /** Newest first, at most so many. */
  List<RequestEntry> list(RequestFilter filter, int limit);

  /**
   * Oldest first, at most so many.
   *
   * @param after the last one of the page before; null for the first page
   */
  List<RequestEntry> oldest(RequestFilter filter, RequestFilter.@Nullable Place after, int limit);
}
