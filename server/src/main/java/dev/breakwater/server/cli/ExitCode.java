package dev.breakwater.server.cli;

/** What the process ends with. */
final class ExitCode {

  static final int OK = 0;

  /** The work failed. */
  static final int FAILED = 1;

  /** The configuration or the command line is wrong; nothing was begun. */
  static final int WRONG = 2;

  private ExitCode() {}
}
