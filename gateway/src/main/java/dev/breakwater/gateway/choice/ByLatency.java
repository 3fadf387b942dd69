package dev.breakwater.gateway.choice;

import dev.breakwater.gateway.concurrent.Timekeeper;
import dev.breakwater.gateway.route.Candidate;
import dev.breakwater.gateway.settings.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * The fastest first. What is compared is the time to the first token; where a target whose speed is
 * known has none, because nobody has streamed from it, the time of whole answers is compared for
 * all, so that like is compared with like.
 *
 * <p>Three things keep the figures true and the traffic spread:
 *
 * <ul>
 *   <li>Targets about as fast as the fastest ({@link #ALIKE} and {@link #ALIKE_NANOS}) are drawn by
 *       weight, so that noise does not send everybody to one of them; so are the next after them.
 *   <li>A target of unknown speed goes first, but for one request in {@link #REREAD_NANOS} only:
 *       that is enough to get to know it, and a new target is not flooded before its first answer.
 *       In between it comes last.
 *   <li>One request in {@link #EXPLORED} goes first to a target that is not among the fastest, so
 *       that it is noticed when it has become fast again.
 * </ul>
 *
 * <p>For one thread.
 */
final class ByLatency implements LevelOrder {
  /** Slower than the fastest by no more than this share of its time is as good as equal. */
  static final double ALIKE = 0.2;

  /** So is a difference that nobody notices. */
  static final long ALIKE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** Under one in twenty, so that the slowest of twenty requests is no worse for it. */
  static final int EXPLORED = 25;

  /**
   * Figures are taken from the targets' records so often: to sort them for each request is dear.
   */
  static final long REREAD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** More targets than anybody configures: what is left of earlier configurations goes. */
  private static final int MOST_REMEMBERED = 1_000;

  private static final int SOUNDED = -1;
  private static final int LAST = Integer.MAX_VALUE;

  private final RandomGenerator random;
  private final Timekeeper time;
  private final Speeds speeds;
  private final Map<Target, Reading> readings = new HashMap<>();

  private record Reading(Speed speed, long atNanos) {}

  /**
   * @param sounded whether its speed is unknown and this request finds it out
   */
  private record Seen(Candidate candidate, Speed speed, boolean sounded) {}

  private record Ranked(Candidate candidate, int band) {}

  ByLatency(RandomGenerator random, Timekeeper time, Speeds speeds) {
    this.random = random;
    this.time = time;
    this.speeds = speeds;
  }

  @Override
  public List<Candidate> of(List<Candidate> level) {
    List<Seen> seen = seen(Draw.byWeight(level, random));
    List<Ranked> ranked = ranked(seen);
    ranked.sort(Comparator.comparingInt(Ranked::band));
    List<Candidate> ordered = new ArrayList<>(ranked.size());
    ranked.forEach(it -> ordered.add(it.candidate()));
    explore(ranked, ordered);
    return ordered;
  }

  private List<Seen> seen(List<Candidate> drawn) {
    long now = time.nanos();
    List<Seen> seen = new ArrayList<>(drawn.size());
    for (Candidate candidate : drawn) {
      Reading known = readings.get(candidate.target());
      boolean stale = known == null || now - known.atNanos() >= REREAD_NANOS;
      Reading reading = known == null || stale ? read(candidate.target(), now) : known;
      seen.add(new Seen(candidate, reading.speed(), stale && !reading.speed().isKnown()));
    }
    return seen;
  }

  private Reading read(Target target, long now) {
    if (readings.size() >= MOST_REMEMBERED) {
      readings.clear();
    }
    Reading reading = new Reading(speeds.of(target), now);
    readings.put(target, reading);
    return reading;
  }

  /** In the order given; a band holds those that are as good as equal. */
  private static List<Ranked> ranked(List<Seen> seen) {
    boolean allStreamed =
        seen.stream()
            .map(Seen::speed)
            .filter(Speed::isKnown)
            .allMatch(it -> it.firstTokenNanos() != Speed.UNKNOWN);
    long[] ascending =
        seen.stream()
            .filter(it -> it.speed().isKnown())
            .mapToLong(it -> nanos(it.speed(), allStreamed))
            .sorted()
            .toArray();
    List<Ranked> ranked = new ArrayList<>(seen.size());
    for (Seen it : seen) {
      int band =
          it.speed().isKnown()
              ? band(ascending, nanos(it.speed(), allStreamed))
              : it.sounded() ? SOUNDED : LAST;
      ranked.add(new Ranked(it.candidate(), band));
    }
    return ranked;
  }

  private static long nanos(Speed speed, boolean allStreamed) {
    return allStreamed || speed.answerNanos() == Speed.UNKNOWN
        ? speed.firstTokenNanos()
        : speed.answerNanos();
  }

  /** How many bands begin before the one that a time is in; each begins with its fastest. */
  private static int band(long[] ascending, long nanos) {
    int band = 0;
    long fastest = ascending[0];
    for (long next : ascending) {
      if (next > nanos) {
        break;
      }
      if (next - fastest > Math.max(ALIKE_NANOS, (long) (fastest * ALIKE))) {
        band++;
        fastest = next;
      }
    }
    return band;
  }

  /** Now and then one of the slower ones goes before all; each is as likely. */
  private void explore(List<Ranked> ranked, List<Candidate> ordered) {
    if (ranked.getFirst().band() != 0 || random.nextInt(EXPLORED) != 0) {
      return;
    }
    int slower = 0;
    while (slower < ranked.size() && ranked.get(slower).band() == 0) {
      slower++;
    }
    if (slower < ordered.size()) {
      int explored = slower + random.nextInt(ordered.size() - slower);
      ordered.addFirst(ordered.remove(explored));
    }
  }
}
