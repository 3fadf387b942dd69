package dev.breakwater.gateway.usage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A ledger that can be told not to answer. */
final class MemoryLedger implements Ledger {
  private final Map<String, LedgerRow> rows = new TreeMap<>();
  private final Map<String, AttemptRow> attempts = new TreeMap<>();
  private final Map<String, OpenAttempt> open = new HashMap<>();
  private final Map<ChainId, ChainPosition> cursors = new HashMap<>();
  private int commitsLeft = Integer.MAX_VALUE;
  private int refusals;
  private int repeats;

  @Override
  public synchronized Progress load() throws LedgerUnavailable {
    answer();
    return new Progress(List.copyOf(cursors.values()), List.copyOf(open.values()));
  }

  @Override
  public synchronized void commit(LedgerBatch batch) throws LedgerUnavailable {
    answer();
    commitsLeft--;
    for (LedgerRow row : batch.rows()) {
      if (rows.putIfAbsent(row.request().requestId(), row) != null) {
        repeats++;
      }
      for (AttemptRow attempt : row.attempts()) {
        attempts.putIfAbsent(key(attempt.began().requestId(), attempt.began().number()), attempt);
      }
    }
    batch.open().forEach(item -> open.put(key(item.requestId(), item.number()), item));
    batch.closed().forEach(id -> open.keySet().removeIf(key -> key.startsWith(id + ".")));
    batch.cursors().forEach(cursor -> cursors.put(cursor.chain(), cursor));
    batch.forgotten().forEach(cursors::remove);
  }

  private void answer() throws LedgerUnavailable {
    if (commitsLeft <= 0) {
      refusals++;
      throw new LedgerUnavailable("the database is away", new IllegalStateException("away"));
    }
  }

  private static String key(String id, int number) {
    return id + "." + number;
  }

  synchronized void answerOnly(int commits) {
    commitsLeft = commits;
  }

  synchronized void forgetCursors() {
    cursors.clear();
  }

  synchronized List<LedgerRow> rows() {
    return new ArrayList<>(rows.values());
  }

  synchronized @Nullable LedgerRow row(String id) {
    return rows.get(id);
  }

  synchronized Map<String, AttemptRow> attempts() {
    return new TreeMap<>(attempts);
  }

  synchronized int open() {
    return open.size();
  }

  synchronized int refusals() {
    return refusals;
  }

  /** How often a row came that was there already. */
  synchronized int repeats() {
    return repeats;
  }
}
