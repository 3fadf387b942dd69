package dev.breakwater.operations.health;

import static dev.breakwater.operations.health.HealthWorld.every;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.settings.AtomicSettings;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.operations.models.KnownModel;
import dev.breakwater.wire.format.Protocol;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What checks learn of providers' models. */
class ListedModelsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final ProviderId P0 = ProviderId.shared("p0");

  private final HealthWorld world = new HealthWorld(1, 1, every(MINUTE));

  private CheckResult check(CheckMethod method) {
    return world.monitor().check(P0, method).orElseThrow().result();
  }

  private List<String> available() {
    return world.models().of(P0).stream()
        .flatMap(list -> list.models().stream())
        .filter(KnownModel::isAvailable)
        .map(KnownModel::name)
        .toList();
  }

  private long lists() {
    return world.providers().questions().stream().filter(it -> !it.isPaid()).count();
  }

  @Test
  void aChecksListIsKept() {
    world.providers().models("p0", "a", "b");
    check(CheckMethod.LIST);
    assertThat(available()).containsExactly("a", "b");
    world.providers().models("p0", "b", "c");
    check(CheckMethod.TRAFFIC);
    assertThat(available()).containsExactly("b", "c");
  }

  @Test
  void aListThatCannotBeHadLeavesTheLastOne() {
    world.providers().models("p0", "a");
    check(CheckMethod.LIST);
    world.providers().list("p0", SimulatedProviders.failing("the list answered 500"));
    check(CheckMethod.LIST);
    assertThat(available()).containsExactly("a");
    world.providers().kill("p0", "dead");
    check(CheckMethod.ALL);
    assertThat(available()).containsExactly("a");
  }

  @Test
  void whileCallsTellEnoughTheListIsFetchedNowAndThen() {
    world.providers().models("p0", "a");
    for (int minute = 0; minute < 25; minute++) {
      world.call("p0", null);
      assertThat(check(CheckMethod.TRAFFIC).method()).isEqualTo(CheckMethod.TRAFFIC);
      world.run(MINUTE);
    }
    assertThat(available()).containsExactly("a");
    assertThat(lists()).isEqualTo(3);
  }

  @Test
  void aListThatFailsBesideGoodCallsIsNoReasonToDoubt() {
    world.providers().kill("p0", "dead");
    world.call("p0", null);
    CheckResult result = check(CheckMethod.TRAFFIC);
    assertThat(lists()).isEqualTo(1);
    assertThat(result.verdict()).isEqualTo(CheckResult.Verdict.WELL);
    assertThat(result.error()).isNull();
    assertThat(result.took()).isEqualTo(Duration.ofMillis(2));
    assertThat(world.health("p0").consecutiveFailures()).isZero();
  }

  @Test
  void aProviderThatGoesTakesItsListAlong() {
    world.providers().models("p0", "a");
    check(CheckMethod.LIST);
    world.configure(List.of("p1"), List.of(HealthWorld.MODEL));
    assertThat(world.models().of(P0)).isEmpty();
  }

  @Test
  void aProviderThatMovesIsAskedAnew() {
    world.providers().models("p0", "a");
    check(CheckMethod.LIST);
    world.configure(moved("http://elsewhere"));
    assertThat(world.models().of(P0)).isEmpty();
    check(CheckMethod.LIST);
    assertThat(available()).containsExactly("a");
    world.configure(moved("http://elsewhere"));
    assertThat(available()).containsExactly("a");
  }

  private static Settings moved(String url) {
    return new Settings(
        List.of(
            new ProviderSettings("p0", "p0", Protocol.OPENAI, URI.create(url), null, List.of())),
        Map.of(),
        List.of());
  }

  @Test
  void whatWasKeptOfProvidersThatAreNoMoreIsForgottenAtTheStart() {
    world.providers().models("p0", "a");
    check(CheckMethod.LIST);
    world.restart();
    assertThat(available()).as("still there").containsExactly("a");
    AtomicSettings none = new AtomicSettings(Settings.EMPTY);
    world.models().keepOnly(id -> none.current().provider(id).isPresent());
    assertThat(world.models().of(P0)).isEmpty();
    world.end();
  }
}
