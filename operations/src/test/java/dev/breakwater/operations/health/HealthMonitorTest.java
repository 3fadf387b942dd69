package dev.breakwater.operations.health;

import static dev.breakwater.operations.health.HealthWorld.every;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.attempt.CircuitBreaker;
import dev.breakwater.gateway.probe.Finding;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.operations.health.CheckResult.Verdict;
import dev.breakwater.operations.health.SimulatedProviders.Question;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** Which signals are asked for, what they are taken for, and who hears of it. */
class HealthMonitorTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final HealthWorld world = new HealthWorld(1, 1, every(MINUTE));

  private static Finding unclear() {
    return new Finding.Unclear(Duration.ZERO, "slow down");
  }

  private static Finding notOffered() {
    return new Finding.NotOffered(Duration.ZERO, "no list here");
  }

  private CheckResult check(CheckMethod method) {
    return world.monitor().check(ProviderId.shared("p0"), method).orElseThrow().result();
  }

  private CheckResult check() {
    return check(CheckMethod.TRAFFIC);
  }

  private CircuitBreaker.Status circuit() {
    return world.healths().of(HealthWorld.target("p0")).figures().circuit();
  }

  @Test
  void callsThatSucceedAreEnough() {
    world.call("p0", null);
    assertThat(check().method()).isEqualTo(CheckMethod.TRAFFIC);
    assertThat(world.providers().paid()).isEmpty();
    assertThat(world.health("p0").responseTime()).isEqualTo(Duration.ofMillis(2));
    assertThat(check().method()).as("they count for one check").isEqualTo(CheckMethod.LIST);
  }

  @Test
  void withoutCallsTheListIsEnough() {
    assertThat(check().verdict()).isEqualTo(Verdict.WELL);
    assertThat(world.providers().questions()).hasSize(1);
    assertThat(world.providers().paid()).isEmpty();
    assertThat(world.health("p0").cost()).isEqualTo(ProbeCost.NONE);
  }

  @Test
  void callsThatFailBesideAGoodListArePaidToBeUnderstood() {
    world.call("p0", "status_503");
    world.providers().answer("p0", "m", SimulatedProviders.failing("p0/m answered 503"));
    CheckResult result = check();
    assertThat(world.providers().paid().stream().map(Question::model)).containsExactly("m");
    assertThat(result.verdict()).isEqualTo(Verdict.ILL);
    assertThat(result.error()).isEqualTo("p0/m answered 503");
    assertThat(result.targets()).containsEntry(HealthWorld.target("p0"), false);
  }

  @Test
  void aCallThatFailedOnceIsDoubtedOnceAndTheCostIsShown() {
    world.call("p0", "status_503");
    assertThat(check().verdict()).isEqualTo(Verdict.WELL);
    assertThat(world.health("p0").cost()).isEqualTo(new ProbeCost(1, SimulatedProviders.PRICE, 0));
    check();
    assertThat(world.providers().paid()).hasSize(1);
  }

  @Test
  void aPriceThatIsUnknownIsSaidToBe() {
    world.call("p0", "status_503");
    world.providers().answer("p0", "m", new Finding.Well(Duration.ZERO, "ok", -1));
    check();
    assertThat(world.health("p0").cost()).isEqualTo(new ProbeCost(1, 0, 1));
  }

  @Test
  void rateLimitsAndUnknownModelsOfCallersAreNoReasonToDoubt() {
    world.call("p0", "throttled");
    world.call(new Target("p0", "no-such-model"), "unknown_model");
    assertThat(check().method()).isEqualTo(CheckMethod.LIST);
    assertThat(world.providers().paid()).isEmpty();
    assertThat(world.health("p0").successRate()).isEqualTo(100);
  }

  @Test
  void aModelInUseThatIsUnknownIsDoubted() {
    world.call("p0", "unknown_model");
    check();
    assertThat(world.providers().paid()).hasSize(1);
  }

  @Test
  void whereNothingCanBeListedAModelIsAsked() {
    world.providers().list("p0", notOffered());
    assertThat(check().verdict()).isEqualTo(Verdict.WELL);
    assertThat(world.providers().paid().stream().map(Question::model)).containsExactly("m");
  }

  @Test
  void aModelThatSaysNoIsThere() {
    world.providers().list("p0", notOffered());
    world.providers().answer("p0", "m", new Finding.Refused(Duration.ZERO, 400, "no"));
    assertThat(check().verdict()).isEqualTo(Verdict.WELL);
  }

  @Test
  void aRateLimitLeavesWhatIsKnown() {
    world.providers().kill("p0", "dead");
    check();
    world.providers().list("p0", unclear());
    assertThat(check().verdict()).isEqualTo(Verdict.UNCLEAR);
    assertThat(world.health("p0").consecutiveFailures()).isEqualTo(1);
  }

  @Test
  void nobodyIsCondemnedForItsListAlone() {
    world.providers().list("p0", SimulatedProviders.failing("the list answered 500"));
    check();
    check();
    assertThat(world.providers().paid()).isEmpty();
    assertThat(check().verdict()).as("the third would be announced").isEqualTo(Verdict.WELL);
    assertThat(world.providers().paid()).hasSize(1);
    assertThat(world.told()).isEmpty();
  }

  @Test
  void aSickModelIsKeptFromAloneAndItsNeighbourServesOn() {
    world.configure(List.of("p0"), List.of("m", "n"));
    world.providers().answer("p0", "m", SimulatedProviders.failing("m is sick"));
    world.call("p0", "status_500");
    for (int number = 0; number < 3; number++) {
      assertThat(check().verdict()).isEqualTo(Verdict.WELL);
    }
    assertThat(circuit()).isEqualTo(CircuitBreaker.Status.OPEN);
    assertThat(world.monitor().isHealthy(HealthWorld.target("p0"))).isFalse();
    assertThat(world.monitor().isHealthy(new Target("p0", "n"))).isTrue();
    assertThat(world.healths().of(new Target("p0", "n")).untilCall()).isZero();
    assertThat(world.told()).isEmpty();

    world.providers().answer("p0", "m", SimulatedProviders.well());
    check();
    assertThat(world.healths().of(HealthWorld.target("p0")).untilCall()).isPositive();
    check();
    assertThat(world.healths().of(HealthWorld.target("p0")).untilCall()).isZero();
    assertThat(world.monitor().isHealthy(HealthWorld.target("p0"))).isTrue();
  }

  @Test
  void aHealedTargetIsNotPaidForUntilACallTriesIt() {
    world.providers().kill("p0", "dead");
    world.monitor().start();
    world.run(MINUTE.multipliedBy(5));
    world.providers().revive("p0");
    world.run(MINUTE.multipliedBy(20));
    assertThat(circuit()).isEqualTo(CircuitBreaker.Status.OPEN);
    assertThat(world.providers().paid()).as("first look and confirmation").hasSize(2);
    world.end();
  }

  @Test
  void theFirstGoodCheckIsConfirmedFiveSecondsLater() {
    world.providers().kill("p0", "dead");
    world.monitor().start();
    world.run(MINUTE.multipliedBy(5));
    int before = world.providers().questions().size();
    world.providers().revive("p0");
    world.run(MINUTE);
    List<Question> lists =
        world.providers().questions().subList(before, world.providers().questions().size()).stream()
            .filter(it -> !it.isPaid())
            .toList();
    assertThat(lists.get(1).atNanos() - lists.get(0).atNanos())
        .isEqualTo(Duration.ofSeconds(5).toNanos());
    world.end();
  }

  @Test
  void anUnhealthyProviderIsKeptFromAndComesBack() {
    world.providers().kill("p0", "dead");
    check();
    check();
    assertThat(circuit()).isEqualTo(CircuitBreaker.Status.CLOSED);
    check();
    assertThat(circuit()).isEqualTo(CircuitBreaker.Status.OPEN);
    assertThat(world.told()).containsExactly("p0 unhealthy");
    assertThat(world.monitor().healthy()).isEmpty();
    world.providers().revive("p0");
    check();
    check();
    assertThat(world.healths().of(HealthWorld.target("p0")).untilCall()).isZero();
    assertThat(world.told()).containsExactly("p0 unhealthy", "p0 recovered");
    assertThat(world.health("p0").lastError()).as("is remembered").isEqualTo("dead");
  }

  @Test
  void everyMethodAsksWhatItSays() {
    check(CheckMethod.LIST);
    assertThat(world.providers().paid()).isEmpty();
    assertThat(check(CheckMethod.PROBE).method()).isEqualTo(CheckMethod.PROBE);
    assertThat(world.providers().questions()).hasSize(2);
    assertThat(world.providers().paid()).hasSize(1);
    world.configure(List.of("p0"), List.of("m", "n"));
    assertThat(check(CheckMethod.ALL).targets().keySet())
        .isEqualTo(Set.of(HealthWorld.target("p0"), new Target("p0", "n")));
    assertThat(world.monitor().check(ProviderId.shared("nobody"), CheckMethod.ALL)).isEmpty();
  }

  @Test
  void errorsAreCutAtFiveHundredCharactersAndNeverInsideOne() {
    world.providers().kill("p0", "x".repeat(499) + "😀" + "y".repeat(300));
    check();
    assertThat(world.health("p0").lastError()).isEqualTo("x".repeat(499));
    world.providers().kill("p0", "z".repeat(2_000));
    check();
    assertThat(world.health("p0").lastError()).isEqualTo("z".repeat(500));
  }

  @Test
  void theSuccessRateIsThatOfTheLastHundred() {
    for (int number = 0; number < 150; number++) {
      world.call("p0", number < 75 ? "status_500" : null);
    }
    check();
    assertThat(world.health("p0").successRate()).isEqualTo(75);
    assertThat(world.health("p0").recent()).hasSize(100);
  }

  @Test
  void startingAndStoppingTwiceIsAsOnce() {
    world.monitor().start();
    world.monitor().start();
    world.run(MINUTE.multipliedBy(10));
    assertThat(world.providers().questions()).hasSizeBetween(10, 12);
    world.monitor().stop();
    world.monitor().stop();
    int before = world.providers().questions().size();
    world.run(MINUTE.multipliedBy(10));
    assertThat(world.providers().questions()).hasSize(before);
    world.monitor().start();
    world.run(MINUTE.multipliedBy(10));
    assertThat(world.providers().questions()).hasSizeBetween(before + 10, before + 12);
    world.end();
  }

  @Test
  void anIntervalOfZeroChecksNobodyUntilItIsChanged() {
    HealthWorld quiet = new HealthWorld(1, 2, every(Duration.ZERO));
    quiet.monitor().start();
    quiet.run(Duration.ofDays(3));
    assertThat(quiet.providers().questions()).isEmpty();
    assertThat(quiet.monitor().check(ProviderId.shared("p0"), CheckMethod.LIST)).isPresent();
    quiet.configure(every(MINUTE));
    quiet.run(MINUTE);
    assertThat(quiet.providers().questions("p1")).isNotEmpty();
    quiet.end();
  }

  @Test
  void noProvidersAreFine() {
    HealthWorld empty = new HealthWorld(1, 0, every(MINUTE));
    empty.monitor().start();
    empty.run(MINUTE.multipliedBy(3));
    assertThat(empty.monitor().all()).isEmpty();
    assertThat(empty.monitor().healthy()).isEmpty();
    assertThat(empty.monitor().of(ProviderId.shared("p0"))).isEmpty();
    empty.configure(List.of("p0"), List.of("m"));
    empty.run(MINUTE);
    assertThat(empty.providers().questions()).isNotEmpty();
    empty.end();
  }

  @Test
  void aDatabaseThatIsAwayIsDoneWithout() {
    MemoryHealth store = new MemoryHealth().goAway();
    HealthWorld alone = new HealthWorld(1, List.of("p0"), every(MINUTE), store);
    alone.providers().kill("p0", "dead");
    alone.monitor().start();
    alone.run(MINUTE.multipliedBy(5));
    assertThat(alone.told()).containsExactly("p0 unhealthy");
    assertThat(store.rows()).isEmpty();
    store.comeBack();
    alone.run(MINUTE);
    assertThat(store.rows()).containsEntry("p0", alone.health("p0"));
    alone.end();
  }

  @Test
  void aProviderThatIsNoLongerConfiguredLosesItsRow() {
    MemoryHealth store = new MemoryHealth();
    store.put(ProviderHealth.unknown(ProviderId.shared("gone")));
    HealthWorld alone = new HealthWorld(1, List.of("p0", "p1"), every(MINUTE), store);
    assertThat(store.rows()).isEmpty();
    alone.monitor().check(ProviderId.shared("p0"), CheckMethod.LIST);
    alone.monitor().check(ProviderId.shared("p1"), CheckMethod.LIST);
    alone.configure(List.of("p1"), List.of("m"));
    assertThat(store.rows()).containsOnlyKeys("p1");
    assertThat(alone.monitor().of(ProviderId.shared("p0"))).isEmpty();
  }

  @Test
  void aCheckThatBreaksDownStopsNoneAfterIt() {
    world.providers().breakDown(new IllegalStateException("planted"));
    world.monitor().start();
    world.run(MINUTE.multipliedBy(3));
    assertThat(world.health("p0").checkedMillis()).isZero();
    world.providers().breakDown(null);
    world.run(MINUTE.multipliedBy(2));
    assertThat(world.health("p0").checkedMillis()).isPositive();
    world.end();
  }

  @Test
  void aListenerThatFailsStopsNoOther() {
    List<String> heard = new ArrayList<>();
    List<Runnable> later = new ArrayList<>();
    Executor full =
        task -> {
          throw new java.util.concurrent.RejectedExecutionException("planted");
        };
    world.monitor().listen(new Telling(heard, true));
    world.monitor().listen(new Telling(heard, false), full);
    world.monitor().listen(new Telling(heard, true), later::add);
    world.monitor().listen(new Telling(heard, false), later::add);
    world.monitor().listen(new Telling(heard, false));
    world.providers().kill("p0", "dead");
    check();
    check();
    check();
    assertThat(heard).containsExactly("fails", "p0 down");
    later.forEach(Runnable::run);
    assertThat(heard).containsExactly("fails", "p0 down", "fails", "p0 down");
    assertThat(later).hasSize(2);
  }

  /** Notes what it hears. */
  private record Telling(List<String> heard, boolean fails) implements HealthListener {
    @Override
    public void unhealthy(ProviderHealth now) {
      if (fails) {
        heard.add("fails");
        throw new IllegalStateException("planted");
      }
      heard.add(now.provider() + " down");
    }

    @Override
    public void recovered(ProviderHealth now) {
      heard.add(now.provider() + " up");
    }
  }

  @Test
  void aTestShowsTheAnswerAndConcludesNothing() {
    HealthMonitor.Answer answer = world.monitor().test(ProviderId.shared("p0"), null).orElseThrow();
    assertThat(answer.model()).contains("m");
    assertThat(answer.finding().orElseThrow()).isInstanceOf(Finding.Well.class);
    assertThat(world.health("p0").checkedMillis()).isZero();
    assertThat(world.health("p0").cost().probes()).isEqualTo(1);
    assertThat(world.monitor().test(ProviderId.shared("nobody"), null)).isEmpty();
  }
}
