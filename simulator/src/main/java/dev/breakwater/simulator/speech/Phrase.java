package dev.breakwater.simulator.speech;

/** Words in what a user says last that make the vendor object, each in its own way. */
public final class Phrase {
  private static final String REFUSAL = "trigger refusal";
  private static final String BLOCK = "trigger content filter";

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
