package dev.breakwater.server.metrics;

import dev.breakwater.gateway.usage.FollowerState;
import dev.breakwater.gateway.usage.Journal;
import dev.breakwater.gateway.usage.JournalFollower;
import dev.breakwater.gateway.usage.JournalState;
import dev.breakwater.gateway.usage.LedgerState;
import dev.breakwater.gateway.usage.LedgerWriter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.ToDoubleFunction;

/** How the usage journal and its readers are, read when somebody asks. */
public final class JournalMetrics {
  private final PrometheusRegistry registry;
  private final Journal journal;
  private final LedgerWriter ledger;

  private JournalMetrics(PrometheusRegistry registry, Journal journal, LedgerWriter ledger) {
    this.registry = registry;
    this.journal = journal;
    this.ledger = ledger;
  }

  public static void register(
      PrometheusRegistry registry, Journal journal, LedgerWriter ledger, JournalFollower follower) {
    JournalMetrics metrics = new JournalMetrics(registry, journal, ledger);
    metrics.ofTheJournal();
    metrics.ofTheLedger();
    metrics.of(follower);
  }

  private void ofTheJournal() {
    gauge(
        "llm_journal_bytes",
        "What the usage journal takes on the disk",
        state -> (double) state.bytes());
    gauge(
        "llm_journal_max_bytes",
        "What the usage journal may take; when it is full, billable requests are refused",
        state -> (double) state.maxBytes());
    gauge(
        "llm_journal_up",
        "1 while usage can be recorded, 0 while billable requests are refused for it",
        state -> state.problem() == null ? 1 : 0);
    gauge(
        "llm_journal_damaged_segments",
        "Segments set aside because they could not be read in full",
        JournalState::quarantined);
    CounterWithCallback.builder()
        .name("llm_journal_unrecorded_total")
        .help("Ends of requests that found no room in the usage journal")
        .callback(to -> to.call((double) journal.state().unrecorded()))
        .register(registry);
  }

  private void gauge(String name, String help, ToDoubleFunction<JournalState> of) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(to -> to.call(of.applyAsDouble(journal.state())))
        .register(registry);
  }

  private void ofTheLedger() {
    ledger(
        "llm_ledger_lag_records",
        "Records in the usage journal that the database does not have yet",
        state -> (double) state.lagRecords());
    ledger(
        "llm_ledger_up",
        "1 while the database takes usage, else 0",
        state -> state.lastError() == null ? 1 : 0);
    CounterWithCallback.builder()
        .name("llm_ledger_rows_total")
        .help("Requests brought to the database since the start")
        .callback(to -> to.call((double) ledger.state().rows()))
        .register(registry);
  }

  private void ledger(String name, String help, ToDoubleFunction<LedgerState> of) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(to -> to.call(of.applyAsDouble(ledger.state())))
        .register(registry);
  }

  /** What was missed before any listener heard of it is the journal's; the rest is a listener's. */
  private void of(JournalFollower follower) {
    CounterWithCallback.builder()
        .name("llm_follower_lost_total")
        .help("Records, by listener requests, that were missed because somebody was too slow")
        .labelNames("listener")
        .callback(to -> {
          FollowerState state = follower.state();
          to.call((double) state.lost(), "journal");
          state.listeners().forEach(listener -> to.call((double) listener.lost(), listener.name()));
        })
        .register(registry);
  }
}
