package dev.breakwater.server;

import dev.breakwater.operations.changes.News;
import dev.breakwater.operations.changes.Topic;
import dev.breakwater.operations.reports.CaughtUp;
import dev.breakwater.operations.reports.FallbackLog;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.fallback.ChainHealth;
import dev.breakwater.server.api.fallback.FallbackLogs;
import dev.breakwater.server.api.fallback.FallbackResource;
import dev.breakwater.server.api.prices.PricesResource;
import dev.breakwater.store.sql.SqlUsageSource;
import java.util.ArrayList;
import java.util.List;

/**
 * The chains that requests take, how they came to their targets, and what targets cost.
 *
 * @param log how requests came to their targets
 */
record RuleAdministration(Ground ground, Rules rules, FallbackLog log, ChainHealth health)
    implements Area {

  static RuleAdministration open(Ground ground, DataPlane plane) {
    return new RuleAdministration(
        ground,
        plane.rules(),
        new FallbackLog(
            new SqlUsageSource(ground.storage().database()),
            CaughtUp.of(plane.records().ledger()),
            ground.clock()),
        new ChainHealth(plane.rules().live(), plane.health().targets(), plane.monitor()));
  }

  @Override
  public List<Operation> operations() {
    FallbackLogs logs = new FallbackLogs(log, ground.clock(), ground.zone());
    List<Operation> operations = new ArrayList<>();
    operations.addAll(new FallbackResource(rules.chains(), logs, health).operations());
    operations.addAll(new PricesResource(rules.prices()).operations());
    return operations;
  }

  @Override
  public void listen(News news) {
    news.on(Topic.CHAINS, rules.chains()::reload);
    news.on(Topic.PRICES, rules.prices()::reload);
  }
}
