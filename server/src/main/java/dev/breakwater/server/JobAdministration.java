package dev.breakwater.server;

import dev.breakwater.gateway.exchange.RequestIds;
import dev.breakwater.operations.changes.News;
import dev.breakwater.operations.maintenance.Job;
import dev.breakwater.operations.maintenance.Maintenance;
import dev.breakwater.operations.maintenance.Retention;
import dev.breakwater.operations.maintenance.RetentionSettings;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.maintenance.MaintenanceResource;
import dev.breakwater.store.jobs.ScheduledJobs;
import dev.breakwater.store.sql.Database;
import dev.breakwater.store.sql.SqlAging;
import dev.breakwater.store.sql.SqlRuns;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Removes what is too old, and does what else the database wants done. */
record JobAdministration(Maintenance maintenance, LateJobs jobs) implements Area {

  /**
   * @param audit how long its entries are kept
   */
  static JobAdministration open(Ground ground, Retention.Kept audit) {
    Maintenance maintenance = maintenance(ground, audit);
    return new JobAdministration(
        maintenance, ground.lifecycle().closing(new LateJobs(() -> start(ground, maintenance))));
  }

  private static Maintenance maintenance(Ground ground, Retention.Kept audit) {
    Database database = ground.storage().database();
    Clock clock = ground.clock();
    SqlAging aging = new SqlAging(database);
    Retention retention =
        new Retention(
            List.of(
                Retention.Kept.always(aging.fallbackLogs(), RetentionSettings::fallbackLogs),
                Retention.Kept.always(aging.usage(), RetentionSettings::usage),
                audit),
            aging::newest,
            () -> ground.current().maintenance().retention(),
            clock);
    RequestIds ids = new RequestIds("run_", new SplittableRandom());
    List<Job> jobs = new ArrayList<>(List.of(retention));
    jobs.addAll(database.upkeep(clock));
    return new Maintenance(jobs, new SqlRuns(database), clock, () -> ids.next(clock.millis()));
  }

  private static ScheduledJobs start(Ground ground, Maintenance maintenance) {
    return ScheduledJobs.start(
        ground.storage().database(),
        maintenance,
        ground.current().maintenance().at(),
        ground.zone(),
        ground.clock(),
        ground.storage().node());
  }

  @Override
  public List<Operation> operations() {
    return new MaintenanceResource(maintenance, () -> jobs).operations();
  }

  @Override
  public void listen(News news) {
    news.whenReached(jobs::start);
  }
}
