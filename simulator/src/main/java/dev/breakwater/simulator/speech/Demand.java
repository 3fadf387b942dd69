package dev.breakwater.simulator.speech;

import java.util.List;

/**
 * What a client wants of an answer, whatever the vendor's words for it.
 *
 * @param tools offered; those that the choice excludes are left out by the vendor
 * @param choice whether they are to be called
 * @param parallel whether one answer may call several
 * @param turn what the last turn said
 * @param format of the text
 * @param thinking before the answer
 * @param limits where the answer ends
 */
public record Demand(
    List<Tool> tools,
    ToolChoice choice,
    boolean parallel,
    Turn turn,
    Format format,
    Thinking thinking,
    Limits limits) {

  /**
   * The conversation's last turn.
   *
   * @param text all that it says: the user's text, or the results of tools
   * @param results whether it gives results of tools
   * @param begun what the model itself has begun to say after it, which its answer goes on with;
   *     empty for an answer from the start
   */
  public record Turn(String text, boolean results, String begun) {
    public Turn(String text, boolean results) {
      this(text, results, "");
    }
  }

  /** Sentences, without tools or thinking. */
  public static Demand prose(Limits limits) {
    return new Demand(
        List.of(),
        new ToolChoice.None(),
        true,
        new Turn("", false),
        new Format.Prose(),
        Thinking.NONE,
        limits);
  }

  /** The same, answered in sentences whatever tools or format were wanted. */
  public Demand inProse() {
    return new Demand(
        List.of(), new ToolChoice.None(), parallel, turn, new Format.Prose(), thinking, limits);
  }
}
