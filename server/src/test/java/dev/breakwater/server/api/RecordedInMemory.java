package dev.breakwater.server.api;

import dev.breakwater.operations.Transactions;
import dev.breakwater.operations.changes.AuditLog;
import dev.breakwater.operations.changes.Change;
import dev.breakwater.operations.changes.Changes;
import dev.breakwater.operations.changes.Revisions;
import dev.breakwater.operations.changes.Topic;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Records changes in memory. Stores of its tests keep no transactions, so nothing is undone. */
public final class RecordedInMemory implements Transactions, AuditLog, Revisions {
  private final List<Change> recorded = new ArrayList<>();
  private final Map<Topic, Long> counts = new EnumMap<>(Topic.class);

  public Changes changes() {
    return new Changes(this, this, this);
  }

  /** What was recorded, the oldest first. */
  public List<Change> recorded() {
    return List.copyOf(recorded);
  }

  @Override
  public <T extends @Nullable Object> T inOne(Supplier<T> work) {
    return work.get();
  }

  @Override
  public void append(Change change) {
    recorded.add(change);
  }

  @Override
  public void raise(Topic topic) {
    counts.merge(topic, 1L, Long::sum);
  }

  @Override
  public Map<Topic, Long> current() {
    return Map.copyOf(counts);
  }
}
