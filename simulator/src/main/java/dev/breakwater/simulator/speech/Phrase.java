package dev.breakwater.simulator.speech;

/** Words in what a user says last that make the vendor object, each in its own way. */
public final class Phrase {
  private static final String REFUSAL = "SIMULATE_REFUSAL";
  private static final String BLOCK = "SIMULATE_BLOCK";

  private Phrase() {}

  /** Whether the model is to refuse to go on. */
  public static boolean refused(Demand.Turn turn) {
    return turn.text().contains(REFUSAL);
  }

  /** Whether a filter is to keep the prompt from the model. */
  public static boolean blocked(Demand.Turn turn) {
    return turn.text().contains(BLOCK);
  }
}
