package dev.breakwater.gateway.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who does far worse than its peers. */
class EjectionTest {
  private static final double[] RATES = {100, 100, 100, 100, 50};

  @Test
  void theThresholdIsTheMeanLessDeviationsOfThePopulation() {
    assertThat(Ejection.threshold(RATES)).isCloseTo(52, within(1e-9));
  }

  @Test
  void whoIsBelowTheThresholdIsOut() {
    Ejection half = with(50, 50);
    half.judge(RATES, 0);
    assertThat(half.remaining(0)).contains(Duration.ofSeconds(30));
    assertThat(half.remaining(Duration.ofSeconds(30).toNanos())).isEmpty();
  }

  @Test
  void whoIsAboveTheThresholdStays() {
    Ejection well = with(100, 0);
    well.judge(RATES, 0);
    assertThat(well.remaining(0)).isEmpty();
    Ejection nearly = with(53, 47);
    nearly.judge(new double[] {100, 100, 100, 100, 53}, 0);
    assertThat(nearly.remaining(0)).as("threshold %s", 90.6 - 1.9 * 18.8).isPresent();
  }

  @Test
  void fourPeersAreTooFewToJudge() {
    Ejection half = with(50, 50);
    half.judge(new double[] {100, 100, 100, 50}, 0);
    assertThat(half.remaining(0)).isEmpty();
  }

  @Test
  void fewerThanAHundredCallsSayNothing() {
    Ejection young = with(49, 50);
    assertThat(young.rate()).isEmpty();
    young.judge(RATES, 0);
    assertThat(young.remaining(0)).isEmpty();
  }

  @Test
  void whoIsOutAgainIsOutForLonger() {
    Ejection half = with(50, 50);
    half.judge(RATES, 0);
    assertThat(half.rate()).as("judged anew").isEmpty();
    long later = Duration.ofSeconds(40).toNanos();
    fill(half, 50, 50);
    half.judge(RATES, later);
    assertThat(half.remaining(later)).contains(Duration.ofSeconds(60));
  }

  private static Ejection with(int successes, int failures) {
    Ejection ejection = new Ejection();
    fill(ejection, successes, failures);
    return ejection;
  }

  private static void fill(Ejection ejection, int successes, int failures) {
    for (int count = 0; count < successes; count++) {
      ejection.add(true);
    }
    for (int count = 0; count < failures; count++) {
      ejection.add(false);
    }
  }
}
