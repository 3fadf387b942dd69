package dev.breakwater.operations.flags;

import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.changes.Change;
import dev.breakwater.operations.changes.Changes;
import dev.breakwater.operations.changes.Topic;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The installation's flags: what file and environment say, with what the API said over it. A flag
 * is one that the file declares, or any {@code LLM_…_ENABLED}, which is a switch.
 */
public final class Flags {
  /** More would be a database of somebody's, kept in the wrong place. */
  public static final int MOST = 200;

  private final FlagStore store;
  private final Changes changes;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile State state;

  /**
   * @param below what file, environment and defaults say
   * @param over what the API said
   */
  private record State(
      Map<String, Flag> below, Map<String, FlagValue> over, Map<String, Flag> all, boolean on) {
    static State of(Map<String, Flag> below, Map<String, FlagValue> over) {
      Map<String, Flag> all = new TreeMap<>();
      Flag usual = new Flag(Flag.GENERATION, new FlagValue.Switch(true), Flag.Source.DEFAULT);
      all.put(usual.name(), usual);
      all.putAll(below);
      over.forEach((name, value) -> {
        if (all.containsKey(name) || Flag.isSwitch(name)) {
          all.put(name, new Flag(name, value, Flag.Source.API));
        }
      });
      boolean on =
          all.getOrDefault(Flag.GENERATION, usual)
              .value()
              .asSwitch()
              .map(FlagValue.Switch::on)
              .orElse(true);
      return new State(Map.copyOf(below), Map.copyOf(over), Collections.unmodifiableMap(all), on);
    }
  }

  private Flags(FlagStore store, Changes changes, InstantSource clock, Map<String, Flag> below) {
    this.store = store;
    this.changes = changes;
    this.clock = clock;
    this.state = State.of(below, Map.of());
  }

  /**
   * Reads what the API said in earlier lives.
   *
   * @param below what file and environment say, by name
   * @throws StoreUnavailable when the database does not answer
   */
  public static Flags open(
      FlagStore store, Changes changes, InstantSource clock, Map<String, Flag> below) {
    Flags flags = new Flags(store, changes, clock, below);
    flags.reload();
    return flags;
  }

  /** Whether models may be called at all. */
  public boolean generation() {
    return state.on();
  }

  /** Every flag, sorted by name. */
  public Map<String, Flag> all() {
    return state.all();
  }

  /** Names that file or environment says something about, and the API something else. */
  public List<String> shadowed() {
    State now = state;
    return shadowed(now.below().keySet(), now.over().keySet());
  }

  /**
   * The same of what is kept, for who only looks.
   *
   * @param below names that file or environment says something about
   * @throws StoreUnavailable when the database does not answer
   */
  public static List<String> shadowed(Set<String> below, FlagStore store) {
    return shadowed(below, store.all().keySet());
  }

  private static List<String> shadowed(Set<String> below, Set<String> over) {
    return over.stream().filter(below::contains).sorted().toList();
  }

  /** Takes up what file and environment say now. */
  public void takeUp(Map<String, Flag> below) {
    lock.lock();
    try {
      state = State.of(below, state.over());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes up what any node's API said.
   *
   * @throws StoreUnavailable when the database does not answer; then nothing has changed
   */
  public void reload() {
    lock.lock();
    try {
      state = State.of(state.below(), store.all());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Changes flags, all or none.
   *
   * @param wanted by name; empty goes back to what file and environment say
   * @throws StoreUnavailable when it could not be kept; then nothing has changed
   */
  public FlagAnswer change(Actor actor, Map<String, Optional<FlagValue>> wanted) {
    lock.lock();
    try {
      State before = state;
      Map<String, FlagValue> over = new TreeMap<>(before.over());
      List<FlagAnswer.Wrong> wrongs = new ArrayList<>();
      Map<String, Optional<FlagValue>> steps = new TreeMap<>();
      wanted.forEach((name, value) -> {
        Optional<String> wrong = wrongWith(before, name, value);
        if (wrong.isPresent()) {
          wrongs.add(new FlagAnswer.Wrong(name, wrong.get()));
          return;
        }
        Optional<FlagValue> meant = Flag.isSwitch(name) ? value.map(Flags::switched) : value;
        meant.ifPresentOrElse(it -> over.put(name, it), () -> over.remove(name));
        if (!meant.equals(Optional.ofNullable(before.over().get(name)))) {
          steps.put(name, meant);
        }
      });
      if (over.size() > MOST) {
        wrongs.add(new FlagAnswer.Wrong("", "more than " + MOST + " flags would be set"));
      }
      if (!wrongs.isEmpty()) {
        return new FlagAnswer.Refused(wrongs);
      }
      State after = State.of(before.below(), over);
      keep(actor, before, after, steps.entrySet().iterator());
      state = after;
      return new FlagAnswer.Changed(after.all());
    } finally {
      lock.unlock();
    }
  }

  /** One change a flag, in one transaction: each is within the one before. */
  private void keep(
      Actor actor,
      State before,
      State after,
      Iterator<Map.Entry<String, Optional<FlagValue>>> steps) {
    if (!steps.hasNext()) {
      return;
    }
    Map.Entry<String, Optional<FlagValue>> step = steps.next();
    String name = step.getKey();
    Change change =
        new Change(
            actor,
            step.getValue().isPresent() ? "flag.set" : "flag.unset",
            name,
            "",
            json(before.all().get(name)),
            json(after.all().get(name)));
    changes.<@Nullable Void>make(
        change,
        Topic.FLAGS,
        () -> {
          step.getValue()
              .ifPresentOrElse(
                  value -> store.put(name, value, clock.instant()), () -> store.delete(name));
          keep(actor, before, after, steps);
          return null;
        });
  }

  private static Optional<String> wrongWith(State now, String name, Optional<FlagValue> value) {
    if (!Flag.isName(name)) {
      return Optional.of(
          "is no flag's name; it begins with a capital letter, then up to 63 of A-Z,"
              + " 0-9 and _");
    }
    boolean stored = now.over().containsKey(name);
    if (!now.all().containsKey(name) && !Flag.isSwitch(name) && !(stored && value.isEmpty())) {
      return Optional.of(
          "is not known; declare it under flags: in the configuration, known are "
              + String.join(", ", now.all().keySet()));
    }
    return Flag.isSwitch(name) && value.isPresent() && value.get().asSwitch().isEmpty()
        ? Optional.of("has to be true or false")
        : Optional.empty();
  }

  private static FlagValue switched(FlagValue value) {
    return value.asSwitch().<FlagValue>map(it -> it).orElse(value);
  }

  private static String json(@Nullable Flag flag) {
    return flag == null
        ? ""
        : "{\"value\":%s,\"source\":\"%s\"}"
            .formatted(
                flag.value().json(), flag.source().name().toLowerCase(java.util.Locale.ROOT));
  }
}
