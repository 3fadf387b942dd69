package dev.breakwater.operations.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.breakwater.gateway.usage.Status;
import dev.breakwater.operations.rollups.AttemptUsage;
import dev.breakwater.operations.rollups.Kind;
import dev.breakwater.operations.rollups.RequestUsage;
import dev.breakwater.operations.rollups.RollupKey;
import dev.breakwater.operations.rollups.Sums;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What the figures say by themselves. */
class FindingsTest {
  private static final Instant NOW = Instant.parse("2026-01-08T00:00:00Z");
  private static final UsageFilter WEEK =
      new UsageFilter(NOW.minus(Duration.ofDays(7)), NOW, UsageFilter.Scope.ALL);
  private static final List<String> TARGET = List.of("openai", "gpt-4o");

  @Test
  void anHourThatIsAFifthSlowerIsNotFlaggedAndAQuarterSlowerIs() {
    assertThat(degradation(sums(100, 0, 1_000, 10), sums(20, 0, 1_150, 10)).findings()).isEmpty();
    Degradation found = degradation(sums(100, 0, 1_000, 10), sums(20, 0, 1_250, 10));
    assertThat(found.compared()).isOne();
    assertThat(found.findings())
        .extracting(finding -> finding.metric().word())
        .containsExactlyInAnyOrder("p50ResponseTime", "p95ResponseTime");
    assertThat(found.findings().getFirst().worsePercent()).isCloseTo(25, within(3.0));
  }

  @Test
  void fewerSuccessesAndDearerRequestsAreFlaggedAndBetterOnesAreNot() {
    Degradation worse = degradation(sums(100, 0, 1_000, 10), sums(30, 20, 500, 10));
    assertThat(worse.findings())
        .extracting(finding -> finding.metric().word())
        .containsExactlyInAnyOrder("successRate");
    assertThat(degradation(sums(100, 0, 1_000, 10), sums(40, 0, 1_000, 15)).findings())
        .extracting(finding -> finding.metric().word())
        .containsExactly("averageCost");
    assertThat(degradation(sums(60, 40, 1_000, 10), sums(40, 0, 100, 1)).findings()).isEmpty();
  }

  @Test
  void tooFewRequestsSayNothing() {
    assertThat(degradation(sums(99, 0, 1_000, 10), sums(20, 0, 9_000, 10)).compared()).isZero();
    assertThat(degradation(sums(100, 0, 1_000, 10), sums(19, 0, 9_000, 10)).compared()).isZero();
    assertThat(degradation(new Sums(), sums(1_000, 0, 9_000, 10)).findings()).isEmpty();
  }

  @Test
  void whoseRequestsAreCheaperElsewhereAtTheSameSuccessRateIsTold() {
    Map<RollupKey, Sums> targets = new HashMap<>();
    targets.put(key("default", "openai", "gpt-4o"), sums(2_000, 10, 1, 1_000));
    targets.put(key("default", "openai", "gpt-4o-mini"), sums(2_000, 10, 1, 100));
    // Cheaper, and used by others only.
    targets.put(key("acme", "groq", "llama"), sums(2_000, 10, 1, 1));
    Savings savings = savings(targets);
    assertThat(savings.findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.model()).isEqualTo("gpt-4o");
          assertThat(finding.otherModel()).isEqualTo("gpt-4o-mini");
          assertThat(finding.costNanos()).isEqualTo(2_010_000);
          assertThat(finding.thereNanos()).isEqualTo(2_010 * 120);
          assertThat(finding.monthlyNanos())
              .isEqualTo(Math.round((2_010_000 - 2_010 * 120) * 30 / 7.0));
        });
  }

  @Test
  void aTargetThatFailsMoreOftenOrThatFewHaveTriedIsNotRecommended() {
    Map<RollupKey, Sums> targets = new HashMap<>();
    targets.put(key("default", "openai", "gpt-4o"), sums(2_000, 10, 1, 1_000));
    targets.put(key("default", "openai", "gpt-4o-mini"), sums(2_000, 60, 1, 100));
    assertThat(savings(targets).findings()).isEmpty();
    targets.put(key("default", "openai", "gpt-4o-mini"), sums(99, 0, 1, 100));
    assertThat(savings(targets).findings()).isEmpty();
    // 150 of 150 leave room for a failure rate of two percent.
    targets.put(key("default", "openai", "gpt-4o-mini"), sums(150, 0, 1, 100));
    assertThat(savings(targets).findings()).isEmpty();
  }

  @Test
  void anUnknownPriceAndALittleSavingAreNoFindings() {
    Map<RollupKey, Sums> targets = new HashMap<>();
    targets.put(key("default", "openai", "gpt-4o"), sums(2_000, 10, 1, 1_000));
    targets.put(key("default", "house", "unknown"), sums(2_000, 10, 1, 1));
    assertThat(savings(targets).findings()).isEmpty();
    targets.put(key("default", "openai", "gpt-4o"), sums(2_000, 10, 1, 130));
    targets.put(key("default", "openai", "gpt-4o-mini"), sums(2_000, 10, 1, 120));
    assertThat(savings(targets).findings()).isEmpty();
  }

  @Test
  void theIntervalOfADifferenceIsThePublishedOne() {
    // Newcombe 1998, table II, method 10: 56/70 and 48/80 lie 0.0524 to 0.3339 apart.
    assertThat(Proportions.lowestDifference(56, 70, 48, 80)).isCloseTo(0.0524, within(5e-5));
    // 9/10 and 3/10: 0.1705 to 0.8090.
    assertThat(Proportions.lowestDifference(9, 10, 3, 10)).isCloseTo(0.1705, within(5e-5));
    assertThat(Proportions.lowestDifference(10, 10, 0, 20)).isCloseTo(0.6791, within(5e-5));
  }

  private static Degradation degradation(Sums before, Sums now) {
    return Degradation.of(NOW, WEEK, NOW, Map.of(TARGET, before), Map.of(TARGET, now));
  }

  private static Savings savings(Map<RollupKey, Sums> targets) {
    return Savings.of(
        NOW,
        WEEK,
        targets,
        (provider, model, input, output) ->
            switch (model) {
              case "gpt-4o" -> OptionalLong.of(10 * (input + output));
              case "gpt-4o-mini", "llama" -> OptionalLong.of(input + output);
              default -> OptionalLong.empty();
            });
  }

  private static RollupKey key(String tenant, String provider, String model) {
    return new RollupKey(Kind.TARGET, tenant, "production", provider, model, "success", "", "");
  }

  /** Requests of 100 and 20 tokens, each with this time and cost. */
  private static Sums sums(int successes, int errors, long millis, long cost) {
    Sums sums = new Sums();
    for (int request = 0; request < successes + errors; request++) {
      RequestUsage usage =
          new RequestUsage(
              "id",
              0,
              "default",
              "production",
              "key",
              "openai",
              "gpt-4o",
              request < successes ? Status.SUCCESS : Status.ERROR,
              request < successes,
              false,
              false,
              millis * 1_000,
              true,
              null,
              null,
              List.of());
      sums.count(usage);
      sums.took(new AttemptUsage("openai", "gpt-4o", 100, 0, 20, cost));
    }
    return sums;
  }
}
