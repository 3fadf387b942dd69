package dev.breakwater.wire.conversation;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How much a model is to think before it answers, and whether its thoughts are shown.
 *
 * @param visible whether the client wants to see thoughts or a summary of them
 */
public record Reasoning(Amount amount, boolean visible) {

  /** How much. */
  public sealed interface Amount {
    /** Not at all, where the model can do without. */
    record Off() implements Amount {}

    /** As much as the model finds right. */
    record Dynamic() implements Amount {}

    /** In words. */
    record AtEffort(Effort effort) implements Amount {}

    /**
     * At most so many tokens.
     *
     * @param tokens at least 1
     */
    record Budget(long tokens) implements Amount {}
  }

  /**
   * Effort in words, with the budget that stands for it where a provider wants tokens: thresholds
   * of our own, each about three times the last, from the least that Anthropic accepts to the most
   * that Gemini's fast models do.
   */
  public enum Effort {
    MINIMAL(1024),
    LOW(2048),
    MEDIUM(8192),
    HIGH(24_576),
    XHIGH(32_768),
    MAX(65_536);

    private final long tokens;

    Effort(long tokens) {
      this.tokens = tokens;
    }

    public long tokens() {
      return tokens;
    }

    /** The word for it, in lower case. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Null for a word that is none of these. */
    public static @Nullable Effort of(String word) {
      for (Effort effort : values()) {
        if (effort.word().equals(word)) {
          return effort;
        }
      }
      return null;
    }

    /** The least effort that has the budget. */
    public static Effort of(long tokens) {
      for (Effort effort : values()) {
        if (tokens <= effort.tokens) {
          return effort;
        }
      }
      return MAX;
    }
  }

  /** Whether the model is asked to think. */
  public boolean isOn() {
    return !(amount instanceof Amount.Off);
  }
}
