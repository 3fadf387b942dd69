package dev.breakwater.operations.reports;

import dev.breakwater.operations.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Requests one by one. Each call first lets the ledger catch up, and throws {@link
 * StoreUnavailable} when the database does not answer.
 */
public final class Requests {
  private static final Duration CATCH_UP = Duration.ofSeconds(1);

  private final RequestSource source;
  private final CaughtUp ledger;
  private final InstantSource clock;

  public Requests(RequestSource source, CaughtUp ledger, InstantSource clock) {
    this.source = source;
    this.ledger = ledger;
    this.clock = clock;
  }

  /**
   * A part of a list.
   *
   * @param asOf everything before is in
   * @param next where the next part begins; empty when nothing follows
   */
  public record Page(
      Instant asOf, List<RequestEntry> requests, Optional<RequestFilter.Place> next) {
    public Page {
      requests = List.copyOf(requests);
    }
  }

  /**
   * @param id as the answer's {@code X-Request-Id} gave it
   * @param tenant whose it has to be; null for anybody's
   */
  public Optional<RequestDetail> find(String id, @Nullable String tenant) {
    ledger.await(CATCH_UP);
    return source.find(id, tenant);
  }

  /** All of them, oldest first, for those who take them home. */
  public RequestPages pages(RequestFilter filter) {
    ledger.await(CATCH_UP);
    return RequestPages.open(source, filter);
  }

  /**
   * @param limit at least 1
   */
  public Page list(RequestFilter filter, int limit) {
    Instant now = clock.instant();
    Instant asOf = ledger.await(CATCH_UP) ? now : ledger.asOf();
    List<RequestEntry> found = source.list(filter, limit + 1);
    return found.size() <= limit
        ? new Page(asOf, found, Optional.empty())
        : new Page(
            asOf,
            found.subList(0, limit),
            Optional.of(RequestFilter.Place.of(found.get(limit - 1))));
  }
}
