package dev.breakwater.simulator.speech;

/**
 * How much a client wants the model to think before it answers.
 *
 * @param most tokens, 0 for not at all
 * @param shown whether the thoughts are streamed; hidden ones only count
 */
public record Thinking(int most, boolean shown) {
  public static final Thinking NONE = new Thinking(0, false);

  /** Tokens for an effort in OpenAI's words; unknown words count as {@code medium}. */
  public static int effort(String word) {
    return switch (word) {
      case "none" -> 0;
      case "minimal" -> 8;
      case "low" -> 16;
      case "high" -> 64;
      case "xhigh", "max" -> 96;
      default -> 32;
    };
  }
}
