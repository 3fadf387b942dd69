package dev.breakwater.server.config;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Whether what the file says now is in force. Written by the watch, read by all threads. */
public final class FileState {
  private final AtomicReference<State> current;

  /**
   * What is known of it.
   *
   * @param problems why it is not in force; none when it is
   * @param takenUp when what is in force was taken up
   * @param restartRequired paths whose values hold from the next start on only
   */
  public record State(List<Problem> problems, Instant takenUp, List<String> restartRequired) {
    public State {
      problems = List.copyOf(problems);
      restartRequired = List.copyOf(restartRequired);
    }

    public boolean isValid() {
      return problems.isEmpty();
    }
  }

  /**
   * @param started when the configuration that holds first was read
   */
  public FileState(Instant started) {
    current = new AtomicReference<>(new State(List.of(), started, List.of()));
  }

  public State current() {
    return current.get();
  }

  /** The file is good and in force. */
  public void takenUp(Instant at, List<String> restartRequired) {
    current.set(new State(List.of(), at, restartRequired));
  }

  /**
   * The file is broken; what held before holds on.
   *
   * @param problems at least one
   */
  public void refused(List<Problem> problems) {
    current.updateAndGet(before -> new State(problems, before.takenUp(), before.restartRequired()));
  }

  /** For everybody: where the file is broken, and never what stands there. */
  public Optional<String> warning() {
    State state = current();
    if (state.isValid()) {
      return Optional.empty();
    }
    Problem first = state.problems().getFirst();
    String line = first.origin() instanceof Origin.InFile at ? "line " + at.line() : "";
    String where =
        first.path().isEmpty() ? line : line.isEmpty() ? first.path() : line + ", " + first.path();
    int more = state.problems().size() - 1;
    return Optional.of(
        "the configuration file is broken"
            + (where.isEmpty() ? "" : " at " + where)
            + (more == 0 ? "" : " and " + more + " more")
            + "; the last good one stays in force");
  }
}
