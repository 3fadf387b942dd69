package dev.breakwater.server;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has been started, to be stopped in the opposite order. Not for several threads at once. */
final class Lifecycle implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

  private final Deque<AutoCloseable> started = new ArrayDeque<>();

  /** Notes a part that has been started. */
  <T extends AutoCloseable> T closing(T part) {
    started.push(part);
    return part;
  }

  /** Stops everything; what fails to stop does not keep the rest from it. */
  @Override
  public void close() {
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        LOG.warn("stopping: {}", e.toString());
      }
    }
  }
}
