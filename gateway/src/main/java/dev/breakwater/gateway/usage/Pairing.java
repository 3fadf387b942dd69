package dev.breakwater.gateway.usage;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes whole requests of the records of one chain, for readers that may miss some: a request of
 * which a record is missing is dropped and never made up.
 */
final class Pairing {
  private final ChainId chain;
  private final Map<String, OpenRequest> open = new HashMap<>();
  private long dropped;

  Pairing(ChainId chain) {
    this.chain = chain;
  }

  /** Takes a record up; gives the request that it completes. */
  Optional<LedgerRow> add(UsageRecord usage) {
    OpenRequest request = open.get(usage.requestId());
    if (request == null) {
      if (!begins(usage)) {
        dropped++;
        return Optional.empty();
      }
      request = new OpenRequest(chain, usage.requestId());
      open.put(request.id(), request);
    }
    request.add(usage);
    if (usage instanceof RequestEnded && !request.isWhole()) {
      drop(request);
    } else if (request.isForgone()) {
      open.remove(request.id());
    } else if (request.isOver()) {
      open.remove(request.id());
      return Optional.of(request.row());
    }
    return Optional.empty();
  }

  private static boolean begins(UsageRecord usage) {
    return switch (usage) {
      case AttemptBegan began -> true;
      case AttemptEnded ended -> false;
      case AttemptForgone forgone -> false;
      case RequestEnded ended -> ended.attempts() == 0;
    };
  }

  private void drop(OpenRequest request) {
    dropped += request.records();
    open.remove(request.id());
  }

  /** Records have been missed: whatever is open may never be completed. */
  void missed() {
    open.values().forEach(request -> dropped += request.records());
    open.clear();
  }

  int openRequests() {
    return open.size();
  }

  /** Records that belong to no request that was or will be given. */
  long dropped() {
    return dropped;
  }
}
