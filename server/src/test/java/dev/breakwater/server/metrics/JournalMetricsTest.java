package dev.breakwater.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.usage.AttemptBegan;
import dev.breakwater.gateway.usage.Journal;
import dev.breakwater.gateway.usage.JournalFollower;
import dev.breakwater.gateway.usage.JournalSettings;
import dev.breakwater.gateway.usage.Ledger;
import dev.breakwater.gateway.usage.LedgerBatch;
import dev.breakwater.gateway.usage.LedgerUnavailable;
import dev.breakwater.gateway.usage.LedgerWriter;
import dev.breakwater.gateway.usage.Progress;
import dev.breakwater.server.api.system.JournalJson;
import dev.breakwater.server.api.system.Readiness;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What operators see of a journal, from a real one. */
class JournalMetricsTest {
  private static final JournalSettings SMALL = new JournalSettings(16L << 20, 64 << 10);
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(1_000_000));

  @TempDir Path directory;

  @Test
  void aLedgerThatTakesNothingIsSeenInMetricsSettingsAndReadiness() throws Exception {
    AwayLedger away = new AwayLedger();
    try (Journal journal = Journal.open(directory, 1, SMALL, CLOCK);
        LedgerWriter ledger =
            LedgerWriter.start(journal, away, (target, at) -> Optional.empty(), CLOCK);
        JournalFollower follower = JournalFollower.start(journal)) {
      follower.listen("some", row -> {});
      Exposition metrics = metrics(journal, ledger, follower);
      Readiness readiness = new Readiness("starting");
      readiness.ready();
      JournalJson json = new JournalJson(journal::state, ledger::state, follower::state);
      json.tell(readiness);
      journal
          .log(0)
          .began(
              new AttemptBegan(
                  "r",
                  1,
                  1,
                  "t",
                  "e",
                  "k",
                  new Target("openai", "gpt-4o-mini"),
                  false,
                  1,
                  null,
                  0));

      assertThat(ledger.awaitCaughtUp(Duration.ofMillis(200))).isFalse();
      String down = scrape(metrics);
      assertThat(down)
          .contains("llm_ledger_up 0.0", "llm_ledger_lag_records 1.0", "llm_journal_up 1.0")
          .contains("llm_journal_max_bytes 1.6777216E7")
          .contains("llm_journal_damaged_segments 0.0", "llm_journal_unrecorded_total 0.0")
          .contains("llm_follower_lost_total{listener=\"journal\"} 0.0")
          .contains("llm_follower_lost_total{listener=\"some\"} 0.0");
      assertThat(readiness.obstacles()).isEmpty();
      assertThat(readiness.warnings()).singleElement().asString().contains("takes no usage");
      ObjectNode shown = json.addTo(JsonMapper.shared().createObjectNode());
      assertThat(shown.at("/journal/ledger/problem").asString()).isEqualTo("planted");
      assertThat(shown.at("/journal/durability").asString()).isEqualTo("process");

      away.back.set(true);
      assertThat(ledger.awaitCaughtUp(Duration.ofSeconds(20))).isTrue();
      assertThat(scrape(metrics)).contains("llm_ledger_up 1.0", "llm_ledger_lag_records 0.0");
      assertThat(readiness.warnings()).isEmpty();
    }
  }

  @Test
  void aDamagedSegmentIsNamedAndCountedAlsoAfterTheNextStart() throws Exception {
    Path broken = directory.resolve("000000000000007-000-00000001.journal");
    Files.write(broken, new byte[4096]);
    AwayLedger present = new AwayLedger();
    present.back.set(true);
    for (int start = 0; start < 2; start++) {
      try (Journal journal = Journal.open(directory, 1, SMALL, CLOCK);
          LedgerWriter ledger =
              LedgerWriter.start(journal, present, (target, at) -> Optional.empty(), CLOCK);
          JournalFollower follower = JournalFollower.start(journal)) {
        assertThat(ledger.awaitCaughtUp(Duration.ofSeconds(20))).isTrue();
        assertThat(scrape(metrics(journal, ledger, follower)))
            .contains("llm_journal_damaged_segments 1.0");
        Readiness readiness = new Readiness("starting");
        readiness.ready();
        JournalJson json = new JournalJson(journal::state, ledger::state, follower::state);
        json.tell(readiness);
        assertThat(readiness.obstacles()).isEmpty();
        assertThat(readiness.warnings()).singleElement().asString().contains("damaged");
        if (start == 0) {
          assertThat(
                  json.addTo(JsonMapper.shared().createObjectNode())
                      .at("/journal/damages/0/file")
                      .asString())
              .isEqualTo(String.valueOf(broken.getFileName()));
        }
      }
    }
    assertThat(broken).doesNotExist();
    assertThat(directory.resolve(broken.getFileName() + ".quarantined")).exists();
  }

  private static Exposition metrics(
      Journal journal, LedgerWriter ledger, JournalFollower follower) {
    PrometheusRegistry registry = new PrometheusRegistry();
    JournalMetrics.register(registry, journal, ledger, follower);
    return new Exposition(registry);
  }

  private static String scrape(Exposition metrics) {
    return new String(metrics.scrape("").bytes(), StandardCharsets.UTF_8);
  }

  /** A ledger that takes nothing until it is back. */
  private static final class AwayLedger implements Ledger {
    final AtomicBoolean back = new AtomicBoolean();

    @Override
    public Progress load() throws LedgerUnavailable {
      return new Progress(List.of(), List.of());
    }

    @Override
    public void commit(LedgerBatch batch) throws LedgerUnavailable {
      if (!back.get()) {
        throw new LedgerUnavailable("planted", new IllegalStateException("away"));
      }
    }
  }
}
