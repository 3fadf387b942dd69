package dev.breakwater.gateway.usage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes whole requests of the records of one chain, for readers that may miss some: a request of
 * which a record is missing is dropped and never made up. Of a request that nobody wants, which is
 * nearly every one, nothing is made: its records stay bytes until they are forgotten.
 */
final class Pairing implements FollowedChain.Taker {
  private final ChainId chain;
  private final Predicate<RequestEnded> wanted;
  private final Map<String, Held> open = new HashMap<>();
  private final List<LedgerRow> whole = new ArrayList<>();
  private long missed;
  private long dropped;

  /**
   * @param wanted whether anybody is to be told of a request that ended like this
   */
  Pairing(ChainId chain, Predicate<RequestEnded> wanted) {
    this.chain = chain;
    this.wanted = wanted;
  }

  /** What is known of a request that is not over. */
  private static final class Held {
    private final List<byte[]> bodies = new ArrayList<>(2);
    private int began;
    private int ended;

    /** Made of the bodies when more than counting them became necessary. */
    private @Nullable OpenRequest understood;

    /** Takes up what need not be understood yet. */
    boolean keeps(ChainReader reader) {
      byte type = reader.type();
      if (understood != null
          || (type != RecordEncoder.BEGAN && type != RecordEncoder.ATTEMPT_ENDED)) {
        return false;
      }
      began += type == RecordEncoder.BEGAN ? 1 : 0;
      ended += type == RecordEncoder.ATTEMPT_ENDED ? 1 : 0;
      bodies.add(reader.body());
      return true;
    }

    /** Whether this is everything about a request, apart from its end. */
    boolean isAll(int attempts) {
      return understood == null && began == attempts && ended == attempts;
    }

    int records() {
      return understood == null ? bodies.size() : understood.records();
    }

    OpenRequest understand(ChainId chain, String id, ChainReader reader) {
      OpenRequest request = understood;
      if (request == null) {
        request = new OpenRequest(chain, id);
        for (byte[] body : bodies) {
          request.add(reader.usage(body));
        }
        understood = request;
      }
      return request;
    }
  }

  @Override
  public void missed(long records) {
    missed += records;
    // Whatever is open may never be completed.
    open.values().forEach(request -> dropped += request.records());
    open.clear();
  }

  @Override
  public void take(ChainReader reader) {
    try {
      read(reader);
    } catch (IllegalArgumentException | ArithmeticException damaged) {
      missed(1);
    }
  }

  private void read(ChainReader reader) {
    String id = reader.requestId();
    Held held = open.get(id);
    if (held == null && reader.type() == RecordEncoder.BEGAN) {
      held = new Held();
      open.put(id, held);
    }
    if (held == null) {
      alone(reader.usage());
    } else if (!held.keeps(reader)) {
      UsageRecord usage = reader.usage();
      if (usage instanceof RequestEnded end && held.isAll(end.attempts()) && !wanted.test(end)) {
        open.remove(id);
      } else {
        add(held.understand(chain, id, reader), usage);
      }
    }
  }

  /** A request that made no call has a record of its own only; others have missed the first. */
  private void alone(UsageRecord usage) {
    if (!(usage instanceof RequestEnded end) || end.attempts() > 0) {
      dropped++;
    } else if (wanted.test(end)) {
      whole.add(new LedgerRow(end, List.of()));
    }
  }

  private void add(OpenRequest request, UsageRecord usage) {
    request.add(usage);
    if (usage instanceof RequestEnded && !request.isWhole()) {
      dropped += request.records();
      open.remove(request.id());
    } else if (request.isForgone()) {
      open.remove(request.id());
    } else if (request.isOver()) {
      open.remove(request.id());
      whole.add(request.row());
    }
  }

  /** Gives every request that has been completed since this was called last. */
  void give(Consumer<LedgerRow> told) {
    whole.forEach(told);
    whole.clear();
  }

  int openRequests() {
    return open.size();
  }

  /** Records that were never read, or belong to no request that was or will be given. */
  long lost() {
    return missed + dropped;
  }
}
