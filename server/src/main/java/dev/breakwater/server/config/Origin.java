package dev.breakwater.server.config;

/** Where a value comes from; {@code toString} is how problems and {@code origins} show it. */
public sealed interface Origin {

  /** Nobody said anything: the value that the documentation names. */
  record Default() implements Origin {
    @Override
    public String toString() {
      return "default";
    }
  }

  /**
   * @param line from 1
   * @param column from 1
   */
  record InFile(String file, int line, int column) implements Origin {
    @Override
    public String toString() {
      return file + ":" + line + ":" + column;
    }
  }

  record Environment(String variable) implements Origin {
    @Override
    public String toString() {
      return "environment " + variable;
    }
  }

  record CommandLine(String option) implements Origin {
    @Override
    public String toString() {
      return "command line " + option;
    }
  }
}
