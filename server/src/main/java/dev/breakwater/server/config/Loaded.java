package dev.breakwater.server.config;

import java.nio.file.Path;
import java.util.List;

/** How a reading of the configuration ended. */
public sealed interface Loaded {

  /** What has no effect, or looks like a mistake, in the file's order. */
  List<Problem> warnings();

  record Accepted(Configuration configuration, List<Problem> warnings) implements Loaded {}

  /**
   * @param problems all of them, in the file's order; at least one
   * @param data the data directory as far as it could be read, where the last good text lies
   */
  record Rejected(List<Problem> problems, List<Problem> warnings, Path data) implements Loaded {}
}
