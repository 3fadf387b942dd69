package dev.breakwater.server;

import dev.breakwater.gateway.attempt.TargetHealths;
import dev.breakwater.operations.health.HealthMonitor;
import dev.breakwater.operations.health.HealthParts;
import dev.breakwater.operations.health.HealthSettings;
import dev.breakwater.operations.health.LoggingListener;
import dev.breakwater.operations.health.RecentTraffic;
import dev.breakwater.server.runtime.AlarmTime;
import dev.breakwater.server.runtime.RealTime;
import dev.breakwater.store.sql.SqlHealth;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * What is known of how providers are.
 *
 * @param targets what requests have learnt; read by routing
 * @param traffic what went well lately
 */
record HealthWatch(TargetHealths targets, RecentTraffic traffic) {

  static HealthWatch open() {
    return new HealthWatch(
        new TargetHealths(new RealTime(), new LoggedNotices()), new RecentTraffic());
  }

  /**
   * Checks providers once it is started, on threads that hold no loop.
   *
   * @param settings those in force
   */
  HealthMonitor monitor(
      Rules rules,
      Storage storage,
      Supplier<HealthSettings> settings,
      Gateway gateway,
      Lifecycle lifecycle) {
    HealthMonitor monitor =
        HealthMonitor.open(
            new HealthParts(
                rules.live(),
                settings,
                gateway::probes,
                targets,
                traffic,
                new SqlHealth(storage.database()),
                rules.models(),
                lifecycle.closing(new AlarmTime("health")),
                new SplittableRandom(),
                (name, check) -> Thread.ofVirtual().name(name).start(check)));
    monitor.listen(new LoggingListener());
    return monitor;
  }
}
