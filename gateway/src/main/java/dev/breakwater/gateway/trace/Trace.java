package dev.breakwater.gateway.trace;

import dev.breakwater.gateway.settings.RouteTarget;
import dev.breakwater.gateway.settings.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How a request came to its target, read from what was kept of it.
 *
 * @param strategy how equal targets are ordered, in the words of the configuration
 * @param candidates the plan's targets
 * @param candidatesLeftOut how many more there were
 * @param steps what was decided, in order
 * @param stepsLeftOut how many more followed
 * @param answered the number of the attempt that answered, 0 when none did
 */
public record Trace(
    String strategy,
    List<PlanText.Place> candidates,
    int candidatesLeftOut,
    List<Step> steps,
    int stepsLeftOut,
    int answered) {
  public Trace {
    candidates = List.copyOf(candidates);
    steps = List.copyOf(steps);
  }

  /** One decision; its words are those of the admin API. */
  public sealed interface Step {
    Target target();

    record Called(Target target, int attempt, String circuit, String kind) implements Step {}

    /**
     * @param untilMillis for how long, 0 where time is not the reason
     */
    record Skipped(Target target, String reason, long untilMillis) implements Step {}

    record Waited(Target target, long millis) implements Step {}
  }

  /** Empty when another version has written it, or it is not what it should be. */
  public static Optional<Trace> read(String text) {
    try {
      return Optional.of(new Reader(text).trace());
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  /** The call that was answered. */
  public Optional<Step.Called> winner() {
    for (Step step : steps) {
      if (step instanceof Step.Called called && called.attempt() == answered) {
        return Optional.of(called);
      }
    }
    return Optional.empty();
  }

  /** Goes through a trace line by line. */
  private static final class Reader {
    private final List<List<String>> lines;
    private final List<PlanText.Place> candidates = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private int candidatesLeftOut;
    private int stepsLeftOut;
    private int answered;

    Reader(String text) {
      lines = text.lines().map(line -> Arrays.asList(line.split("\t", -1))).toList();
    }

    Trace trace() {
      List<String> head = lines.get(0);
      if (!head.getFirst().equals(Notation.VERSION)) {
        throw new IllegalArgumentException("a trace of version " + head.getFirst());
      }
      int line = 1;
      for (; lines.get(line).size() > 1; line++) {
        candidate(lines.get(line));
      }
      for (line++; line < lines.size(); line++) {
        step(lines.get(line));
      }
      return new Trace(head.get(1), candidates, candidatesLeftOut, steps, stepsLeftOut, answered);
    }

    private void candidate(List<String> fields) {
      if (fields.size() == 2 && fields.getFirst().equals(Notation.MORE)) {
        candidatesLeftOut = whole(fields.get(1));
        return;
      }
      candidates.add(
          new PlanText.Place(
              new RouteTarget(
                  new Target(Notation.read(fields.get(0)), Notation.read(fields.get(1))),
                  whole(fields.get(2)),
                  whole(fields.get(3))),
              fields.size() > 4));
    }

    private void step(List<String> fields) {
      switch (fields.getFirst()) {
        case Notation.MORE -> stepsLeftOut = whole(fields.get(1));
        case Notation.ANSWERED -> answered = whole(fields.get(1));
        default -> decision(fields.getFirst(), fields.get(1), fields);
      }
    }

    private void decision(String what, String place, List<String> fields) {
      boolean unlisted = place.indexOf(Notation.UNLISTED) == 0;
      Target target =
          unlisted
              ? new Target(Notation.read(place.substring(1)), Notation.read(fields.get(2)))
              : candidates.get(whole(place)).target().target();
      List<String> rest = fields.subList(unlisted ? 3 : 2, fields.size());
      steps.add(
          switch (what) {
            case Notation.CALLED ->
                new Step.Called(target, whole(rest.get(0)), rest.get(1), rest.get(2));
            case Notation.SKIPPED ->
                new Step.Skipped(target, rest.get(0), Long.parseLong(rest.get(1)));
            case Notation.WAITED -> new Step.Waited(target, Long.parseLong(rest.get(0)));
            default -> throw new IllegalArgumentException("a step of the kind " + what);
          });
    }

    private static int whole(String number) {
      return Integer.parseInt(number);
    }
  }
}
