package dev.breakwater.server.cli;

import java.time.Duration;

/** Has a server do for a while what it will do later. */
@FunctionalInterface
public interface Trainer {

  /**
   * @return how many answers were whole
   * @throws Exception when no server could be started
   */
  long train(Duration time) throws Exception;
}
