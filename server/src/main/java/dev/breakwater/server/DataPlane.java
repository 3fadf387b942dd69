package dev.breakwater.server;

import dev.breakwater.gateway.access.CutOff;
import dev.breakwater.gateway.access.WrongKeys;
import dev.breakwater.gateway.egress.Egress;
import dev.breakwater.gateway.http.Peers;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.usage.Journal;
import dev.breakwater.operations.health.HealthMonitor;
import dev.breakwater.operations.keys.Isolation;
import dev.breakwater.server.metrics.BothMeters;
import dev.breakwater.server.metrics.HealthMetrics;
import dev.breakwater.server.runtime.RealTime;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What requests pass on their way, and what is learnt and written down of them.
 *
 * @param cutOff whether this node has lost sight of the database that it shares
 */
record DataPlane(
    Rules rules,
    Observation observation,
    Records records,
    HealthWatch health,
    HealthMonitor monitor,
    Content content,
    CutOff cutOff,
    Gateway gateway) {

  /**
   * Puts it together; nothing listens yet.
   *
   * @param egress decides on where providers may be
   * @param generation whether models may be asked now
   * @param peers tells whose addresses are believed
   */
  static DataPlane open(
      Ground ground,
      Rules rules,
      Egress egress,
      KeyAdministration access,
      BooleanSupplier generation,
      Peers peers)
      throws IOException {
    Journal journal = Records.journal(ground);
    // What listens is closed after the journal's follower, which tells it of the last requests.
    Observation observation = Observation.open(ground, rules);
    Records records = Records.follow(journal, ground, rules, observation.otlp());
    observation.watch(records);
    HealthWatch health = HealthWatch.open();
    Content content = Content.open(ground);
    CutOff cutOff = cutOff(ground);
    Gateway gateway =
        new Gateway(
            new Gateway.Parts(
                rules,
                health.targets(),
                observation.alarms(),
                journal,
                new BothMeters(observation.requests(), health.traffic()),
                observation.requests(),
                content.recorder(),
                access.keys(),
                new WrongKeys(
                    new RealTime(),
                    new SecureRandom().nextLong(),
                    () -> ground.current().access().wrongKeysPerMinute()),
                cutOff,
                generation,
                content.routes(peers, ground.clock()),
                content.heavyWork(),
                egress),
            access.pepper(),
            ground.current().server().openAccess());
    HealthMonitor monitor = health.monitor(ground, rules, gateway);
    HealthMetrics.register(observation.registry(), monitor, rules.live(), health.targets());
    observation.export(ground);
    return new DataPlane(rules, observation, records, health, monitor, content, cutOff, gateway);
  }

  /** Only a database that others share can have changed unseen. */
  private static CutOff cutOff(Ground ground) {
    return ground.current().database().isPresent()
        ? new Isolation(
            ground.control().news()::lastSeen, () -> ground.current().access().maxStale())
        : CutOff.NEVER;
  }

  /** Forgets what was concluded about providers that differ now, and checks them soon. */
  void lookAgain(List<ProviderId> changed) {
    changed.forEach(health.targets()::forgetCredential);
    monitor.takeUp();
  }

  /** Checks providers from now on; the loops run. */
  void start(Lifecycle lifecycle) {
    lifecycle.closing(gateway.probes());
    lifecycle.closing(monitor).start();
  }
}
