package dev.breakwater.gateway.trace;

import dev.breakwater.gateway.settings.RouteTarget;
import dev.breakwater.gateway.settings.Target;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The part of a trace that all requests of one plan share: how targets are chosen, and which there
 * are. It is made once a plan, as is the whole trace of a request that a target answers at its
 * first call, so that a request of the usual kind only refers to bytes that are there already.
 */
public final class PlanText {
  /** Bytes for the candidates; the rest of a trace is for the steps. */
  private static final int MOST = KeptTrace.LARGEST / 2;

  private final String text;
  private final List<Target> listed;
  private final AtomicReferenceArray<@Nullable KeptTrace> atOnce;

  /**
   * A target and its place.
   *
   * @param named whether the caller asked for this very one
   */
  public record Place(RouteTarget target, boolean named) {}

  private PlanText(String text, List<Target> listed) {
    this.text = text;
    this.listed = List.copyOf(listed);
    this.atOnce = new AtomicReferenceArray<>(listed.size());
  }

  /**
   * @param strategy how equal targets are ordered, one lower-case word
   * @param places every candidate; those that find no room are counted only
   */
  public static PlanText of(String strategy, List<Place> places) {
    StringBuilder text = new StringBuilder(Notation.VERSION + "\t" + strategy + "\n");
    List<Target> listed = new ArrayList<>(places.size());
    int bytes = text.length();
    for (Place place : places) {
      String line = line(place);
      bytes += line.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > MOST) {
        text.append(Notation.MORE).append('\t').append(places.size() - listed.size()).append('\n');
        break;
      }
      text.append(line);
      listed.add(place.target().target());
    }
    return new PlanText(text.append('\n').toString(), listed);
  }

  private static String line(Place place) {
    RouteTarget target = place.target();
    StringBuilder line = new StringBuilder();
    Notation.target(line, target.target());
    line.append('\t').append(target.level()).append('\t').append(target.weight());
    return line.append(place.named() ? "\tnamed\n" : "\n").toString();
  }

  /** The trace of a request that this target answered at the first call, its circuit closed. */
  public @Nullable KeptTrace answeredAtOnce(Target target) {
    int place = placeOf(target);
    if (place < 0) {
      return null;
    }
    KeptTrace known = atOnce.get(place);
    if (known == null) {
      known = new TraceWriter(this).called(target, 1, "closed", "first").done(1);
      atOnce.set(place, known);
    }
    return known;
  }

  String text() {
    return text;
  }

  /** The number of a target's line, from 0; negative when it has none. */
  int placeOf(Target target) {
    return listed.indexOf(target);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PlanText plan && text.equals(plan.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
