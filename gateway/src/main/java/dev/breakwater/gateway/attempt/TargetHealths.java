package dev.breakwater.gateway.attempt;

import dev.breakwater.gateway.concurrent.Timekeeper;
import dev.breakwater.gateway.settings.Target;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The health of every target that was ever planned; outlives changes of the configuration. */
public final class TargetHealths {
  private final Timekeeper time;
  private final Map<Target, TargetHealth> byTarget = new ConcurrentHashMap<>();

  public TargetHealths(Timekeeper time) {
    this.time = time;
  }

  public TargetHealth of(Target target) {
    TargetHealth known = byTarget.get(target);
    return known != null
        ? known
        : byTarget.computeIfAbsent(target, unseen -> new TargetHealth(time));
  }

  /** Passes every known target of a provider by: they share the credential that was declined. */
  void setCredentialAside(String provider, Duration forTime) {
    byTarget.forEach((target, health) -> {
      if (target.provider().equals(provider)) {
        health.setAside(TargetHealth.Reason.CREDENTIAL, forTime);
      }
    });
  }

  /** Drops what was concluded about a provider's credential, because it has changed. */
  public void forgetCredential(String provider) {
    byTarget.forEach((target, health) -> {
      if (target.provider().equals(provider)
          && health
              .aside()
              .filter(aside -> aside.reason() == TargetHealth.Reason.CREDENTIAL)
              .isPresent()) {
        health.reset();
      }
    });
  }
}
