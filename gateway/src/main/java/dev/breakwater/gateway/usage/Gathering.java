package dev.breakwater.gateway.usage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pairs what was read into requests, and makes batches of it for the ledger. */
final class Gathering {
  private static final Logger LOG = LoggerFactory.getLogger(Gathering.class);

  private final Map<String, OpenRequest> open = new HashMap<>();
  private final List<LedgerRow> rows = new ArrayList<>();
  private final List<String> closed = new ArrayList<>();
  private final RecordEncoder encoder = new RecordEncoder(0);

  void restore(List<OpenAttempt> attempts) {
    RecordDecoder decoder = new RecordDecoder();
    for (OpenAttempt attempt : attempts) {
      OpenRequest request =
          open.computeIfAbsent(attempt.requestId(), id -> new OpenRequest(attempt.chain(), id));
      try {
        request.restore(attempt, decoder);
      } catch (RuntimeException e) {
        LOG.error("an open attempt of {} cannot be understood", attempt.requestId(), e);
      }
    }
  }

  void add(ChainId chain, UsageRecord usage) {
    OpenRequest request = open.get(usage.requestId());
    if (request == null) {
      request = new OpenRequest(chain, usage.requestId());
      open.put(usage.requestId(), request);
    }
    request.add(usage);
    if (request.isOver()) {
      close(request, request.row());
    } else if (request.isForgone()) {
      drop(request);
    }
  }

  /** Ends requests of chains that nobody writes any more; at most so many. */
  void interrupt(long currentBoot, int most, LastWords lastWords) {
    List<OpenRequest> lost =
        open.values().stream()
            .filter(request -> request.chain().boot() != currentBoot)
            .limit(most)
            .toList();
    lost.forEach(request -> close(request, request.interrupted(lastWords)));
  }

  boolean hasOpenBefore(long currentBoot) {
    return open.values().stream().anyMatch(request -> request.chain().boot() != currentBoot);
  }

  private void close(OpenRequest request, LedgerRow row) {
    rows.add(row);
    drop(request);
  }

  private void drop(OpenRequest request) {
    open.remove(request.id());
    if (request.isStored()) {
      closed.add(request.id());
    }
  }

  int rows() {
    return rows.size();
  }

  int openRequests() {
    return open.size();
  }

  /** What has been gathered since the last {@link #committed}. */
  LedgerBatch batch(List<ChainPosition> cursors, List<ChainId> forgotten) {
    List<OpenAttempt> changes = new ArrayList<>();
    open.values().forEach(request -> request.changes(changes, encoder));
    return new LedgerBatch(rows, changes, closed, cursors, forgotten);
  }

  void committed() {
    open.values().forEach(OpenRequest::stored);
    rows.clear();
    closed.clear();
  }
}
