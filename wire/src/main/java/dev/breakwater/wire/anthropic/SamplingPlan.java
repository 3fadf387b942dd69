package dev.breakwater.wire.anthropic;

import dev.breakwater.wire.conversation.Sampling;
import dev.breakwater.wire.format.Dropped;
import org.jspecify.annotations.Nullable;

/** The sampling that a Claude accepts; all that it does not is dropped. */
public record SamplingPlan(
    @Nullable Double temperature, @Nullable Double topP, @Nullable Long topK) {
  private static final double LEAST_TOP_P_WITH_THINKING = 0.95;

  /**
   * Temperatures beyond Anthropic's 1 become 1, the wildest that it has.
   *
   * @param thinking whether the model is made to think, which leaves little else to choose
   */
  public static SamplingPlan of(
      Sampling asked, ClaudeModel model, boolean thinking, Dropped dropped) {
    dropped.addIf(isSaid(asked.frequencyPenalty()), "frequency_penalty");
    dropped.addIf(isSaid(asked.presencePenalty()), "presence_penalty");
    dropped.addIf(asked.seed() != null, "seed");
    Double temperature =
        asked.temperature() == null ? null : (Double) Math.min(1.0, asked.temperature());
    Double topP = asked.topP();
    Long topK = asked.topK();
    if (temperature != null && (!model.takesSampling() || (thinking && temperature != 1))) {
      dropped.addIf(temperature != 1, "temperature");
      temperature = null;
    }
    boolean refused =
        !model.takesSampling() || (temperature != null && !model.takesBothSamplings());
    if (topP != null && (refused || (thinking && topP < LEAST_TOP_P_WITH_THINKING))) {
      dropped.addIf(topP != 1, "top_p");
      topP = null;
    }
    if (topK != null && (!model.takesSampling() || thinking)) {
      dropped.add("top_k");
      topK = null;
    }
    return new SamplingPlan(temperature, topP, topK);
  }

  private static boolean isSaid(@Nullable Double penalty) {
    return penalty != null && penalty != 0;
  }
}
