package dev.breakwater.acceptance.faults;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.acceptance.LedgerFile.Attempt;
import dev.breakwater.acceptance.Secrets;
import dev.breakwater.acceptance.Simulator.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/**
 * What has to hold whatever goes wrong: one row for every call that reached a provider, settled
 * sums as the providers count them; no secret anywhere; nothing of one tenant with another (the
 * answers are compared by those who asked); threads, descriptors, heap and open calls back at their
 * base; the server alive.
 */
final class Promises {
  private static final Duration BACK_AT_BASE = Duration.ofSeconds(60);
  private static final Duration RECORDED = Duration.ofSeconds(20);

  private final Scene scene;
  private final Footprint base;
  private List<Attempt> rowsBefore = List.of();

  /** The scene is at rest and warm. */
  Promises(Scene scene) {
    this.scene = scene;
    this.base = Footprint.of(scene.server());
  }

  /**
   * What belongs to a case.
   *
   * @param settled calls whose provider could tell the gateway what they took
   */
  record Ours(Predicate<Attempt> rows, Predicate<Call> calls, Predicate<Call> settled) {}

  /** From here on rows and calls are counted against each other. */
  void begin() {
    // Statistics wait for the ledger, which may still be behind the last call of before.
    assertThat(scene.server().admin("GET", "/llm-usage?hours=1", "").status()).isEqualTo(200);
    rowsBefore = scene.ledger().attempts();
  }

  /** After a case: what can be seen at once. */
  void hold(Ours ours, List<String> told) {
    Awaitility.await("calls recorded")
        .atMost(RECORDED)
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(() -> everyCallHasOneRow(ours));
    List<String> seen = new ArrayList<>(told);
    seen.add(scene.server().child().printed());
    seen.add(scene.http().get("/metrics").body());
    Secrets.areNowhereIn(seen);
    assertThat(scene.http().get("/livez").status()).isEqualTo(200);
  }

  /** After all cases: nothing is left of them. */
  void everythingIsBackAtItsBase() {
    Awaitility.await("back at " + base)
        .atMost(BACK_AT_BASE)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> {
          Footprint now = Footprint.of(scene.server());
          assertThat(now.isNoMoreThan(base)).as("%s, was %s", now, base).isTrue();
          assertThat(scene.ledger().open()).as("open calls").isZero();
        });
  }

  private void everyCallHasOneRow(Ours ours) {
    List<Attempt> rows =
        new ArrayList<>(scene.ledger().attempts().stream().filter(ours.rows()).toList());
    rowsBefore.stream().filter(ours.rows()).forEach(rows::remove);
    Map<String, Long> calls = new TreeMap<>();
    long settledInput = 0;
    long settledOutput = 0;
    for (String provider : Scene.LOGS) {
      for (Call call : scene.simulator().calls(provider)) {
        if (ours.calls().test(call)) {
          calls.merge(call.model(), 1L, Long::sum);
          if (ours.settled().test(call) && isSettled(call)) {
            settledInput += call.inputTokens();
            settledOutput += call.outputTokens();
          }
        }
      }
    }
    Map<String, Long> rowsByModel =
        rows.stream()
            .filter(row -> calls.containsKey(row.model()))
            .collect(groupingBy(Attempt::model, counting()));
    assertThat(rowsByModel).as("rows by model").isEqualTo(calls);
    List<Attempt> settled =
        rows.stream().filter(it -> it.status().equals("success") && !it.estimated()).toList();
    assertThat(settled.stream().mapToLong(Attempt::inputTokens).sum())
        .as("settled input")
        .isEqualTo(settledInput);
    assertThat(settled.stream().mapToLong(Attempt::outputTokens).sum())
        .as("settled output")
        .isEqualTo(settledOutput);
    assertThat(scene.ledger().open()).as("open calls").isZero();
    assertThat(rows)
        .filteredOn(row -> !calls.containsKey(row.model()))
        .as("rows of connections that never reached a provider")
        .allSatisfy(row -> assertThat(row.status()).isEqualTo("error"));
  }

  /** Whether the provider has reported what it took, so that both counts have to be the same. */
  private static boolean isSettled(Call call) {
    return call.ended().equals("whole")
        && call.status().orElse(0) == 200
        && switch (call.fault()) {
          case "", "hugeLine" -> true;
          default -> false;
        };
  }
}
