package dev.breakwater.operations.health;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes changes of health into the log. */
public final class LoggingListener implements HealthListener {
  private static final Logger LOG = LoggerFactory.getLogger(LoggingListener.class);

  @Override
  public void unhealthy(ProviderHealth now) {
    LOG.warn(
        "provider {} is unhealthy after {} failed checks: {}",
        now.id(),
        now.consecutiveFailures(),
        now.lastError());
  }

  @Override
  public void recovered(ProviderHealth now) {
    LOG.info("provider {} has recovered", now.id());
  }
}
