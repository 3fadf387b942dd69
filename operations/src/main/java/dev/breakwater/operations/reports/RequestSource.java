package dev.breakwater.operations.reports;

import dev.breakwater.operations.StoreUnavailable;
import java.util.List;
import java.util.Optional;

/**
 * Gives single requests out of the ledger. Every method throws {@link StoreUnavailable} when the
 * database does not answer.
 */
public interface RequestSource {
  Optional<RequestDetail> find(String id);

  /** Newest first, at most so many. */
  List<RequestEntry> list(RequestFilter filter, int limit);
}
