package dev.breakwater.server;

import dev.breakwater.gateway.usage.Journal;
import dev.breakwater.gateway.usage.JournalFollower;
import dev.breakwater.gateway.usage.JournalSettings;
import dev.breakwater.gateway.usage.LedgerWriter;
import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.rollups.RollupJob;
import dev.breakwater.operations.rollups.RollupNames;
import dev.breakwater.server.api.system.JournalJson;
import dev.breakwater.server.config.Configuration;
import dev.breakwater.server.telemetry.Otlp;
import dev.breakwater.server.telemetry.RequestLog;
import dev.breakwater.store.sql.SqlLedger;
import dev.breakwater.store.sql.SqlRollupUpkeep;
import dev.breakwater.store.sql.SqlRollups;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Requests written down: the journal, and those who read it. */
record Records(Journal journal, LedgerWriter ledger, JournalFollower follower) {
  private static final Logger LOG = LoggerFactory.getLogger(Records.class);

  /**
   * @param loops how many chains the journal has
   */
  static Journal journal(
      Configuration given, Storage storage, int loops, Clock clock, Lifecycle lifecycle)
      throws IOException {
    return lifecycle.closing(
        Journal.open(
            storage.data().journal(),
            loops,
            JournalSettings.of(given.journal().maxSize(), loops).with(given.journal().durability()),
            clock));
  }

  /** Has everything in the journal carried to where it belongs, from now on. */
  static Records follow(
      Journal journal,
      Storage storage,
      Rules rules,
      Supplier<Configuration> configuration,
      Optional<Otlp> otlp,
      Clock clock,
      Lifecycle lifecycle)
      throws IOException {
    SqlLedger ledger =
        new SqlLedger(
            storage.database(), rollups(storage, rules, configuration.get(), clock, lifecycle));
    LedgerWriter writer =
        lifecycle.closing(LedgerWriter.start(journal, ledger, rules.prices().book(), clock));
    JournalFollower follower = lifecycle.closing(JournalFollower.start(journal));
    otlp.ifPresent(it -> follower.listen("otlp", it));
    follower.listen("request-log", new RequestLog(() -> configuration.get().logs()));
    return new Records(journal, writer, follower);
  }

  /** Sums that are kept beside the ledger, and their upkeep. */
  private static SqlRollups rollups(
      Storage storage, Rules rules, Configuration given, Clock clock, Lifecycle lifecycle)
      throws IOException {
    RollupNames names =
        new RollupNames((provider, model) -> rules.routing().get().lists(provider, model));
    SqlRollups rollups =
        new SqlRollups(
            storage.database().dialect(), storage.data().node(), given.timezone(), names);
    SqlRollupUpkeep upkeep = new SqlRollupUpkeep(storage.database(), rollups);
    try {
      upkeep.prepare(clock.instant());
    } catch (StoreUnavailable e) {
      LOG.warn("rollups are made ready once the database answers: {}", e.getMessage());
    }
    lifecycle.closing(RollupJob.start(upkeep, clock));
    return rollups;
  }

  /** How far each of them is, for people. */
  JournalJson states() {
    return new JournalJson(journal::state, ledger::state, follower::state);
  }
}
