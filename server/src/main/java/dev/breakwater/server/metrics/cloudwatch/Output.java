package dev.breakwater.server.metrics.cloudwatch;

import java.nio.file.Path;

/** Where lines go. */
public sealed interface Output {
  /** To standard output, which a container's log driver or a Lambda's runtime takes along. */
  record Stdout() implements Output {}

  /** To the end of a file, which is opened anew each time, so that it may be rotated. */
  record ToFile(Path path) implements Output {}

  /**
   * To a CloudWatch agent that listens for the format.
   *
   * @param port 1 to 65,535; the agent's own default is 25888
   */
  record Tcp(String host, int port) implements Output {}
}
