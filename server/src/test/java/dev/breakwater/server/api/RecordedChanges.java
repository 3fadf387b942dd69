package dev.breakwater.server.api;

import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.Transactions;
import dev.breakwater.operations.changes.AuditLog;
import dev.breakwater.operations.changes.Change;
import dev.breakwater.operations.changes.Changes;
import dev.breakwater.operations.changes.Revisions;
import dev.breakwater.operations.changes.Topic;
import dev.breakwater.operations.models.FetchedModels;
import dev.breakwater.operations.models.ModelParts;
import dev.breakwater.operations.models.ModelStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Changes that are recorded in memory, or cannot be. */
public final class RecordedChanges implements AuditLog {
  private final List<Change> all = new ArrayList<>();
  private boolean away;

  /** From now on nothing can be recorded. */
  public void goAway() {
    away = true;
  }

  public List<Change> all() {
    return all;
  }

  public Changes changes() {
    return new Changes(new OnThisThread(), this, new Counted());
  }

  /** A registry of models that keeps nothing. */
  public static FetchedModels models(InstantSource clock) {
    return FetchedModels.open(
        new ModelParts(ModelStore.none(), new OnThisThread(), new Counted(), clock));
  }

  @Override
  public void append(Change change) {
    if (away) {
      throw new StoreUnavailable("the audit is away");
    }
    all.add(change);
  }

  /** Nothing to be undone. */
  private static final class OnThisThread implements Transactions {
    @Override
    public <T extends @Nullable Object> T inOne(Supplier<T> work) {
      return work.get();
    }
  }

  private static final class Counted implements Revisions {
    private final Map<Topic, Long> counts = new EnumMap<>(Topic.class);

    @Override
    public void raise(Topic topic) {
      counts.merge(topic, 1L, Long::sum);
    }

    @Override
    public Map<Topic, Long> current() {
      return counts;
    }
  }
}
