package dev.breakwater.server.cli;

import dev.breakwater.server.config.Problem;
import java.io.PrintWriter;
import java.util.List;

/** Where commands write, so that tests can read it. */
record Console(PrintWriter out, PrintWriter err) {

  void say(String line) {
    out.println(line);
    out.flush();
  }

  void complain(String line) {
    err.println(line);
    err.flush();
  }

  void problems(List<Problem> problems) {
    problems.forEach(problem -> complain(problem.toString()));
  }

  void warnings(List<Problem> warnings) {
    warnings.forEach(warning -> complain("warning: " + warning));
  }

  static String count(int number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }
}
