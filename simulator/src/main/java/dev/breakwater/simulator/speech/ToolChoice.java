package dev.breakwater.simulator.speech;

/** Whether tools are to be called. */
public sealed interface ToolChoice {
  /** As the model sees fit; see {@link ToolRule}. */
  record Auto() implements ToolChoice {}

  /** Not at all. */
  record None() implements ToolChoice {}

  /** Each offered one once; only the first when calls may not be parallel. */
  record Required() implements ToolChoice {}

  /** This one. */
  record Named(String name) implements ToolChoice {}
}
