package dev.breakwater.operations.reports;

import dev.breakwater.operations.StoreUnavailable;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Every request that a filter lets through, oldest first, read page by page so that neither memory
 * nor the database is held by a slow reader. {@link #next} throws {@link StoreUnavailable} when the
 * database does not answer.
 */
public final class RequestPages implements Iterator<List<RequestEntry>> {
  private static final int PAGE = 1_000;

  private final RequestSource source;
  private final RequestFilter filter;
  private List<RequestEntry> ready;

  private RequestPages(RequestSource source, RequestFilter filter) {
    this.source = source;
    this.filter = filter;
    this.ready = source.oldest(filter, null, PAGE);
  }

  /** Reads the first page, so that a database that does not answer is known at once. */
  static RequestPages open(RequestSource source, RequestFilter filter) {
    return new RequestPages(source, filter);
  }

  @Override
  public boolean hasNext() {
    return !ready.isEmpty();
  }

  @Override
  public List<RequestEntry> next() {
    if (ready.isEmpty()) {
      throw new NoSuchElementException("all requests have been read");
    }
    List<RequestEntry> page = ready;
    ready =
        page.size() < PAGE
            ? List.of()
            : source.oldest(filter, RequestFilter.Place.of(page.getLast()), PAGE);
    return page;
  }
}
