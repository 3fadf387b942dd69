package dev.breakwater.server;

import dev.breakwater.gateway.attempt.Notices;
import dev.breakwater.gateway.settings.Target;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells operators by the log. */
final class LoggedNotices implements Notices {
  private static final Logger LOG = LoggerFactory.getLogger(LoggedNotices.class);

  @Override
  public void credentialDeclined(String provider, Duration passedByFor, String reason) {
    LOG.warn(
        "credential_declined: provider {} is passed by for {} s; check its key and account: {}",
        provider,
        passedByFor.toSeconds(),
        reason);
  }

  @Override
  public void modelUnknown(Target target, Duration passedByFor, String reason) {
    LOG.warn(
        "model_unknown: {} is passed by for {} s; correct the chain or route: {}",
        target,
        passedByFor.toSeconds(),
        reason);
  }
}
