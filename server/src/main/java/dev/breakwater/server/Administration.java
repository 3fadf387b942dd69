package dev.breakwater.server;

import dev.breakwater.gateway.exchange.RequestIds;
import dev.breakwater.gateway.usage.AttemptPrices;
import dev.breakwater.gateway.usage.LedgerWriter;
import dev.breakwater.operations.chains.Chains;
import dev.breakwater.operations.maintenance.Job;
import dev.breakwater.operations.maintenance.Maintenance;
import dev.breakwater.operations.maintenance.Retention;
import dev.breakwater.operations.maintenance.RetentionSettings;
import dev.breakwater.operations.reports.CaughtUp;
import dev.breakwater.operations.reports.FallbackLog;
import dev.breakwater.operations.reports.PriceEstimate;
import dev.breakwater.operations.reports.Requests;
import dev.breakwater.operations.reports.UsageReports;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.export.ExportResource;
import dev.breakwater.server.api.fallback.ChainHealth;
import dev.breakwater.server.api.fallback.FallbackLogs;
import dev.breakwater.server.api.fallback.FallbackResource;
import dev.breakwater.server.api.requests.RequestParameters;
import dev.breakwater.server.api.requests.RequestsResource;
import dev.breakwater.server.api.usage.FindingsResource;
import dev.breakwater.server.api.usage.HighCostResource;
import dev.breakwater.server.api.usage.UsageResource;
import dev.breakwater.server.config.Configuration;
import dev.breakwater.server.keys.Keys;
import dev.breakwater.store.sql.Database;
import dev.breakwater.store.sql.SqlAging;
import dev.breakwater.store.sql.SqlRequests;
import dev.breakwater.store.sql.SqlRollupSource;
import dev.breakwater.store.sql.SqlRuns;
import dev.breakwater.store.sql.SqlUsageSource;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** What people ask, change and have done: resources declare their own calls, jobs their names. */
final class Administration {
  private static final Clock CLOCK = Clock.systemUTC();

  private final Database database;
  private final CaughtUp caughtUp;
  private final Supplier<Configuration> configuration;

  /**
   * @param configuration the one in force; its time zone is that of the start
   */
  Administration(Database database, LedgerWriter ledger, Supplier<Configuration> configuration) {
    this.database = database;
    this.caughtUp = CaughtUp.of(ledger);
    this.configuration = configuration;
  }

  /** How requests came to their targets, and the chains that say so. */
  List<Operation> chains(Chains chains, ChainHealth health) {
    FallbackLog log = new FallbackLog(new SqlUsageSource(database), caughtUp, CLOCK);
    return new FallbackResource(chains, new FallbackLogs(log, CLOCK, zone()), health).operations();
  }

  /** What requests took and cost, and what that says. */
  List<Operation> usage(Keys keys, AttemptPrices prices) {
    UsageReports reports =
        new UsageReports(
            new SqlUsageSource(database),
            new SqlRollupSource(database, zone()),
            caughtUp,
            CLOCK,
            zone());
    Requests requests = new Requests(new SqlRequests(database), caughtUp, CLOCK);
    RequestParameters parameters = new RequestParameters(CLOCK, zone());
    List<Operation> operations = new ArrayList<>();
    operations.addAll(new RequestsResource(requests, parameters).operations());
    operations.addAll(new ExportResource(requests, parameters).operations());
    operations.addAll(new UsageResource(reports, keys::name).operations());
    operations.addAll(new HighCostResource(requests, parameters).operations());
    operations.addAll(new FindingsResource(reports, PriceEstimate.of(prices, CLOCK)).operations());
    return operations;
  }

  /**
   * Removes what is too old, and does what else the database wants done.
   *
   * @param audit how long its entries are kept
   */
  Maintenance maintenance(Retention.Kept audit) {
    SqlAging aging = new SqlAging(database);
    Retention retention =
        new Retention(
            List.of(
                Retention.Kept.always(aging.fallbackLogs(), RetentionSettings::fallbackLogs),
                Retention.Kept.always(aging.usage(), RetentionSettings::usage),
                audit),
            aging::newest,
            () -> configuration.get().maintenance().retention(),
            CLOCK);
    RequestIds ids = new RequestIds("run_", new SplittableRandom());
    List<Job> jobs = new ArrayList<>(List.of(retention));
    jobs.addAll(database.upkeep(CLOCK));
    return new Maintenance(jobs, new SqlRuns(database), CLOCK, () -> ids.next(CLOCK.millis()));
  }

  private ZoneId zone() {
    return configuration.get().timezone();
  }
}
