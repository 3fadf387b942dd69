package dev.breakwater.server.api;

import dev.breakwater.gateway.attempt.TargetHealths;
import dev.breakwater.gateway.settings.LiveSettings;
import dev.breakwater.operations.health.HealthMonitor;
import dev.breakwater.operations.health.HealthParts;
import dev.breakwater.operations.health.HealthSettings;
import dev.breakwater.operations.health.HealthStore;
import dev.breakwater.operations.health.RecentTraffic;
import dev.breakwater.server.runtime.RealTime;
import java.time.Clock;
import java.util.SplittableRandom;

/** A monitor that checks nobody. */
public final class IdleMonitor {
  private IdleMonitor() {}

  public static HealthMonitor of(LiveSettings live, TargetHealths healths) {
    return HealthMonitor.open(
        new HealthParts(
            live,
            () -> HealthSettings.DEFAULT,
            () -> {
              throw new AssertionError("nobody is asked here");
            },
            healths,
            new RecentTraffic(),
            HealthStore.none(),
            RecordedChanges.models(Clock.systemUTC()),
            new RealTime(),
            new SplittableRandom(1),
            (name, body) -> {
              throw new AssertionError("nothing is started here");
            }));
  }
}
