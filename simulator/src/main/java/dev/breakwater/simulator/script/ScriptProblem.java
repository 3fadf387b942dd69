package dev.breakwater.simulator.script;

import java.util.List;

/** A script that cannot be obeyed, with everything that is wrong with it. */
public final class ScriptProblem extends Exception {
  private final List<String> problems;

  ScriptProblem(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }
}
