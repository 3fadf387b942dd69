package dev.breakwater.server;

import dev.breakwater.gateway.usage.Journal;
import dev.breakwater.gateway.usage.JournalFollower;
import dev.breakwater.gateway.usage.JournalSettings;
import dev.breakwater.gateway.usage.LedgerWriter;
import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.rollups.RollupJob;
import dev.breakwater.operations.rollups.RollupNames;
import dev.breakwater.server.api.system.JournalJson;
import dev.breakwater.server.config.JournalChoice;
import dev.breakwater.server.telemetry.Otlp;
import dev.breakwater.server.telemetry.RequestLog;
import dev.breakwater.store.sql.SqlLedger;
import dev.breakwater.store.sql.SqlRollupUpkeep;
import dev.breakwater.store.sql.SqlRollups;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Requests written down: the journal, and those who read it. */
record Records(Journal journal, LedgerWriter ledger, JournalFollower follower) {
  private static final Logger LOG = LoggerFactory.getLogger(Records.class);

  /** Written by the loops, a chain each. */
  static Journal journal(Ground ground) throws IOException {
    JournalChoice given = ground.current().journal();
    return ground
        .lifecycle()
        .closing(
            Journal.open(
                ground.storage().data().journal(),
                Listening.LOOPS,
                JournalSettings.of(given.maxSize(), Listening.LOOPS).with(given.durability()),
                ground.clock()));
  }

  /** Has everything in the journal carried to where it belongs, from now on. */
  static Records follow(Journal journal, Ground ground, Rules rules, Optional<Otlp> otlp)
      throws IOException {
    Lifecycle lifecycle = ground.lifecycle();
    SqlLedger ledger = new SqlLedger(ground.storage().database(), rollups(ground, rules));
    LedgerWriter writer =
        lifecycle.closing(
            LedgerWriter.start(journal, ledger, rules.prices().book(), ground.clock()));
    JournalFollower follower = lifecycle.closing(JournalFollower.start(journal));
    otlp.ifPresent(it -> follower.listen("otlp", it));
    follower.listen("request-log", new RequestLog(() -> ground.current().logs()));
    return new Records(journal, writer, follower);
  }

  /** Sums that are kept beside the ledger, and their upkeep. */
  private static SqlRollups rollups(Ground ground, Rules rules) throws IOException {
    Storage storage = ground.storage();
    RollupNames names = new RollupNames(rules.routing()::lists);
    SqlRollups rollups =
        new SqlRollups(storage.database().dialect(), storage.node(), ground.zone(), names);
    SqlRollupUpkeep upkeep = new SqlRollupUpkeep(storage.database(), rollups);
    try {
      upkeep.prepare(ground.clock().instant());
    } catch (StoreUnavailable e) {
      LOG.warn("rollups are made ready once the database answers: {}", e.getMessage());
    }
    ground.lifecycle().closing(RollupJob.start(upkeep, ground.clock()));
    return rollups;
  }

  /** How far each of them is, for people. */
  JournalJson states() {
    return new JournalJson(journal::state, ledger::state, follower::state);
  }
}
