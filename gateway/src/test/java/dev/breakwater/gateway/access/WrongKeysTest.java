package dev.breakwater.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.simulation.SeededScheduler;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whoever sends wrong keys is told to wait, and nobody else. */
class WrongKeysTest {
  private final SeededScheduler time = new SeededScheduler(1);
  private final WrongKeys wrongKeys = new WrongKeys(time, 42);

  private int answeredBefore429(String address) {
    int answered = 0;
    while (wrongKeys.count(address).isEmpty()) {
      answered++;
    }
    return answered;
  }

  @Test
  void anInstallationMayAllowMoreOrAnyNumber() {
    int[] most = {2};
    WrongKeys counted = new WrongKeys(time, 42, () -> most[0]);
    assertThat(counted.count("10.0.0.1")).isEmpty();
    assertThat(counted.count("10.0.0.1")).isEmpty();
    assertThat(counted.count("10.0.0.1")).isPresent();
    most[0] = 0;
    assertThat(counted.count("10.0.0.1")).isEmpty();
  }

  @Test
  void everyAddressHasItsOwnCount() {
    for (int address = 1; address < 200; address++) {
      assertThat(answeredBefore429("10.0.0." + address)).isEqualTo(WrongKeys.MOST);
    }
  }

  @Test
  void addressesThatOnePartyHasInIpv6CountAsOne() {
    assertThat(answeredBefore429("2001:db8:1:2::1")).isEqualTo(WrongKeys.MOST);
    assertThat(wrongKeys.count("2001:db8:1:2:ffff:ffff:ffff:ffff")).isPresent();
    assertThat(wrongKeys.count("2001:db8:1:3::1")).isEmpty();
  }

  @Test
  void theWaitEndsWithTheMinuteThatBeganWithTheFirstWrongKey() {
    time.runFor(Duration.ofHours(3));
    wrongKeys.count("192.0.2.7");
    time.runFor(Duration.ofSeconds(59));
    assertThat(answeredBefore429("192.0.2.7")).isEqualTo(WrongKeys.MOST - 1);
    assertThat(wrongKeys.count("192.0.2.7")).contains(Duration.ofSeconds(1));
    time.runFor(Duration.ofSeconds(1));
    assertThat(answeredBefore429("192.0.2.7")).isEqualTo(WrongKeys.MOST);
  }

  @Test
  void aCountDoesNotOverflowIntoInnocence() {
    for (int wrong = 0; wrong < 200_000; wrong++) {
      wrongKeys.count("192.0.2.8");
    }
    assertThat(wrongKeys.count("192.0.2.8")).isPresent();
  }

  @Test
  void whatIsNoAddressIsCountedToo() {
    assertThat(answeredBefore429("")).isEqualTo(WrongKeys.MOST);
    assertThat(answeredBefore429("somewhere")).isEqualTo(WrongKeys.MOST);
  }
}
