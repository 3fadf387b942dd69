package dev.breakwater.server.cli;

/** Runs the simulated providers alone until they are told to stop. */
@FunctionalInterface
public interface SimulatorStarter {

  /**
   * @param port 0 takes a free one
   * @return the exit code
   */
  int simulate(int port) throws Exception;
}
