package dev.breakwater.server;

import dev.breakwater.gateway.attempt.TargetHealths;
import dev.breakwater.operations.health.HealthMonitor;
import dev.breakwater.operations.health.HealthParts;
import dev.breakwater.operations.health.LoggingListener;
import dev.breakwater.operations.health.RecentTraffic;
import dev.breakwater.server.runtime.AlarmTime;
import dev.breakwater.server.runtime.RealTime;
import dev.breakwater.store.sql.SqlHealth;
import java.util.SplittableRandom;

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

  /** Checks providers once it is started, on threads that hold no loop. */
  HealthMonitor monitor(Ground ground, Rules rules, Gateway gateway) {
    HealthMonitor monitor =
        HealthMonitor.open(
            new HealthParts(
                rules.live(),
                () -> ground.current().health(),
                gateway::probes,
                targets,
                traffic,
                new SqlHealth(ground.storage().database()),
                rules.models(),
                ground.lifecycle().closing(new AlarmTime("health")),
                new SplittableRandom(),
                (name, check) -> Thread.ofVirtual().name(name).start(check)));
    monitor.listen(new LoggingListener());
    return monitor;
  }
}
