package dev.breakwater.gateway.simulation;

import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.provider.AnswerSink;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.gateway.provider.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** What one target goes through: spells of bad weather, drawn from a seed, and then calm. */
final class Weather {
  /** What is wrong with a target during a spell. */
  enum Spell {
    CALM,
    OUTAGE,
    FLAPPING,
    BROWN_OUT,
    THROTTLED,
    SILENT,
    CUTTING,
    BAD_CREDENTIAL
  }

  private static final Duration FLAP = Duration.ofSeconds(5);

  /** Of a hundred calls in a brown-out; too few for a share of one half to open the circuit. */
  private static final int FAILING = 40;

  private static final Duration SILENCE = Duration.ofSeconds(15);

  private record Front(long fromNanos, long untilNanos, Spell spell) {}

  private final List<Front> fronts = new ArrayList<>();
  private final Map<Spell, Integer> struck;
  private final RandomGenerator random;

  /**
   * @param healedNanos from when on it is calm for good
   * @param struck counts the calls that met each spell
   */
  Weather(RandomGenerator random, long startNanos, long healedNanos, Map<Spell, Integer> struck) {
    this.random = random;
    this.struck = struck;
    long at = startNanos;
    while (true) {
      at += seconds(random.nextLong(10, 900));
      long until = at + seconds(random.nextLong(5, 600));
      if (until >= healedNanos) {
        return;
      }
      Spell[] bad = Spell.values();
      fronts.add(new Front(at, until, bad[random.nextInt(1, bad.length)]));
      at = until;
    }
  }

  static Map<Spell, Integer> nothingStruck() {
    return new EnumMap<>(Spell.class);
  }

  /** Whether it is calm the whole time. */
  boolean isCalm(long fromNanos, long untilNanos) {
    return fronts.stream()
        .noneMatch(front -> front.fromNanos <= untilNanos && front.untilNanos >= fromNanos);
  }

  Outcome take(Call call, Waiter waiter, AnswerSink sink) {
    long now = waiter.time().nanos();
    Front front =
        fronts.stream()
            .filter(it -> it.fromNanos <= now && now < it.untilNanos)
            .findFirst()
            .orElse(new Front(now, now, Spell.CALM));
    struck.merge(front.spell, 1, Integer::sum);
    return switch (front.spell) {
      case CALM -> answer(call, waiter, sink);
      case OUTAGE -> fail(call, waiter);
      case FLAPPING ->
          (now - front.fromNanos) / FLAP.toNanos() % 2 == 0
              ? fail(call, waiter)
              : answer(call, waiter, sink);
      case BROWN_OUT ->
          random.nextInt(100) < FAILING ? fail(call, waiter) : answer(call, waiter, sink);
      case THROTTLED -> throttle(call, waiter, Duration.ofNanos(front.untilNanos - now));
      case SILENT -> Outcomes.after(SILENCE, call, waiter, Outcomes::silent);
      case CUTTING -> Outcomes.after(latency(), call, waiter, () -> Outcomes.cut(call, sink));
      case BAD_CREDENTIAL -> Outcomes.after(latency(), call, waiter, Outcomes::badCredential);
    };
  }

  private Outcome answer(Call call, Waiter waiter, AnswerSink sink) {
    return Outcomes.after(latency(), call, waiter, () -> Outcomes.streamed(call, sink));
  }

  private Outcome fail(Call call, Waiter waiter) {
    return Outcomes.after(
        latency(),
        call,
        waiter,
        () ->
            random.nextInt(4) == 0
                ? Outcomes.failed(Duration.ofMillis(random.nextLong(100, 8_000)))
                : Outcomes.failed());
  }

  /** Some name the true end of their limit, some a few seconds, some nothing. */
  private Outcome throttle(Call call, Waiter waiter, Duration left) {
    return Outcomes.after(
        Duration.ofMillis(5),
        call,
        waiter,
        () ->
            switch (random.nextInt(3)) {
              case 0 -> Outcomes.throttled(left);
              case 1 -> Outcomes.throttled(Duration.ofMillis(random.nextLong(100, 5_000)));
              default -> Outcomes.throttled();
            });
  }

  private Duration latency() {
    return Duration.ofMillis(random.nextLong(20, 3_000));
  }

  private static long seconds(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }
}
