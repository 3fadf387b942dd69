package dev.breakwater.simulator.calls;

import dev.breakwater.simulator.json.Json;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The calls that one provider got, in the order in which their requests were read. The count is
 * exact; the details are those of the last 10,000 calls, and of fewer when their bodies together
 * exceed 64 MB.
 */
public final class CallLog {
  /** Most calls of a kind that are kept in detail. */
  private static final int KEPT = 10_000;

  private static final long KEPT_BYTES = 64 << 20;

  private final int kept;
  private final long keptBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Shelf generations = new Shelf();
  private final Shelf others = new Shelf();

  public CallLog() {
    this(KEPT, KEPT_BYTES);
  }

  /** Keeps at most so many calls of a kind, and fewer when they weigh more than so many bytes. */
  CallLog(int kept, long keptBytes) {
    this.kept = kept;
    this.keptBytes = keptBytes;
  }

  /** Calls of one kind; guarded by the log's lock. */
  private final class Shelf {
    private final ArrayDeque<Call> calls = new ArrayDeque<>();
    private long count;
    private long bytes;

    void add(Call call) {
      count++;
      bytes += call.weight();
      calls.addLast(call);
      while (calls.size() > kept || (bytes > keptBytes && calls.size() > 1)) {
        bytes -= calls.removeFirst().weight();
      }
    }

    void clear() {
      calls.clear();
      count = 0;
      bytes = 0;
    }
  }

  /** Adds a call that asks for an answer of a model. */
  public void generation(Call call) {
    add(generations, call);
  }

  /** Adds a call for anything else: a model list, a token count, an unknown path. */
  public void other(Call call) {
    add(others, call);
  }

  private void add(Shelf shelf, Call call) {
    lock.lock();
    try {
      shelf.add(call);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets all calls; those under way are not counted later either. */
  public void clear() {
    lock.lock();
    try {
      generations.clear();
      others.clear();
    } finally {
      lock.unlock();
    }
  }

  /**
   * {@code {count, calls, other}} as UTF-8; takes long when the log is long, so not on an event
   * loop.
   */
  public byte[] json() {
    long count;
    List<Call> calls;
    List<Call> other;
    lock.lock();
    try {
      count = generations.count;
      calls = List.copyOf(generations.calls);
      other = List.copyOf(others.calls);
    } finally {
      lock.unlock();
    }
    ObjectNode json = Json.object();
    json.put("count", count);
    ArrayNode listed = json.putArray("calls");
    calls.forEach(call -> listed.add(call.json()));
    ArrayNode listedOther = json.putArray("other");
    other.forEach(call -> listedOther.add(call.json()));
    return Json.bytes(json);
  }
}
