package dev.breakwater.simulator.openai;

/** Who serves OpenAI's models. */
enum Host {
  OPENAI,
  /** Adds the results of its content filters. */
  AZURE
}
