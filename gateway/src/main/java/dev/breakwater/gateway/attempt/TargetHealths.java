package dev.breakwater.gateway.attempt;

import dev.breakwater.gateway.concurrent.Deadline;
import dev.breakwater.gateway.concurrent.Timekeeper;
import dev.breakwater.gateway.settings.CircuitSettings;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.Target;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The health of every target that was ever planned; outlives changes of the configuration. */
public final class TargetHealths {
  private final Timekeeper time;
  private final Notices notices;
  private final Map<Target, TargetHealth> byTarget = new ConcurrentHashMap<>();
  private final Map<ProviderId, Deadline> declinedCredentials = new ConcurrentHashMap<>();

  /** Whose news nobody hears. */
  public TargetHealths(Timekeeper time) {
    this(time, Notices.NONE);
  }

  public TargetHealths(Timekeeper time, Notices notices) {
    this.time = time;
    this.notices = notices;
  }

  public TargetHealth of(Target target) {
    TargetHealth known = byTarget.get(target);
    if (known != null) {
      return known;
    }
    TargetHealth added = byTarget.computeIfAbsent(target, unseen -> new TargetHealth(time));
    Deadline declined = declinedCredentials.get(target.providerId());
    if (declined != null && !declined.hasPassed(time)) {
      added.setAside(TargetHealth.Reason.CREDENTIAL, declined.remaining(time));
    }
    return added;
  }

  /**
   * Passes every target of a provider by, those not seen yet included: they share the credential
   * that was declined.
   */
  void setCredentialAside(ProviderId provider, Duration forTime, String reason) {
    Deadline before = declinedCredentials.put(provider, Deadline.after(time, forTime));
    if (before == null || before.hasPassed(time)) {
      notices.credentialDeclined(provider.toString(), forTime, reason);
    }
    byTarget.forEach((target, health) -> {
      if (target.providerId().equals(provider)) {
        health.setAside(TargetHealth.Reason.CREDENTIAL, forTime);
      }
    });
  }

  /** Every target that was ever planned, as it is known now. */
  public Map<Target, TargetHealth> all() {
    return Collections.unmodifiableMap(byTarget);
  }

  /**
   * A check has found a target well whose circuit may be open: its probe may pass at once, however
   * often it failed before. Does nothing to a closed circuit.
   */
  public void healed(Target target) {
    of(target).circuit().bringProbeForward();
  }

  /**
   * A check has found a target ill: its circuit opens as if that many calls had failed. Does
   * nothing to a circuit that is open already.
   */
  public void markUnhealthy(Target target, CircuitSettings limits) {
    of(target).circuit().trip(limits);
  }

  /** Passes one target by whose model its provider does not know. */
  void setModelAside(Target target, Duration forTime, String reason) {
    TargetHealth health = of(target);
    if (health.aside().isEmpty()) {
      notices.modelUnknown(target, forTime, reason);
    }
    health.setAside(TargetHealth.Reason.UNKNOWN_MODEL, forTime);
  }

  /** Drops what was concluded about a provider's credential, because it has changed. */
  public void forgetCredential(ProviderId provider) {
    declinedCredentials.remove(provider);
    byTarget.forEach((target, health) -> {
      if (target.providerId().equals(provider)
          && health
              .aside()
              .filter(aside -> aside.reason() == TargetHealth.Reason.CREDENTIAL)
              .isPresent()) {
        health.reset();
      }
    });
  }
}
