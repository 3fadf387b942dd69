package dev.breakwater.gateway.responses;

import java.util.List;
import java.util.Optional;

/**
 * Where answers are kept. Every call blocks, so none may come from an event loop, and throws {@link
 * ResponsesUnavailable} when the store does not answer. Nothing of one tenant is ever shown to
 * another.
 */
public interface ResponseStore {
  /**
   * Keeps answers, all or none; one that is there already is replaced. The answers that they go on
   * from stay at least as long as they do, so that no conversation loses its beginning.
   */
  void put(List<SealedResponse> responses);

  /**
   * An answer and those that it went on from, the newest first. Ends before the first that is not
   * there, or has expired.
   *
   * @param most how many at most
   */
  List<SealedResponse> chain(String tenant, String id, long nowMillis, int most);

  /** The newest answer that has an item of this id and has not expired. */
  Optional<SealedResponse> withItem(String tenant, String itemId, long nowMillis);

  /** Whether there was something to delete. */
  boolean delete(String tenant, String id);

  /** Deletes what has expired; gives how many answers that were. */
  int expire(long nowMillis);
}
