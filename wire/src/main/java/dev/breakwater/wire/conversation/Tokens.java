package dev.breakwater.wire.conversation;

import org.jspecify.annotations.Nullable;

/**
 * Token counts of one answer, as the provider reported them or as we estimate them.
 *
 * @param input all tokens of the prompt, cached ones included
 * @param output all tokens of the answer, reasoning included
 * @param cachedInput the part of {@code input} that was read from the provider's cache
 * @param cacheWrite the part of {@code input} that was written to the provider's cache
 * @param reasoning the part of {@code output} that was spent on thinking
 * @param reported whether the provider said so; false for an estimate
 */
public record Tokens(
    long input, long output, long cachedInput, long cacheWrite, long reasoning, boolean reported) {

  /** No request comes near this many tokens; a larger count is a provider's mistake. */
  public static final long MOST = 1_000_000_000L;

  public static final Tokens NONE = new Tokens(0, 0, 0, 0, 0, false);

  /**
   * @throws IllegalArgumentException when a count is negative, larger than {@link #MOST}, or a part
   *     exceeds its whole
   */
  public Tokens {
    if (!plausible(input, output, cachedInput, cacheWrite, reasoning)) {
      throw new IllegalArgumentException(
          "implausible token counts: input %d (cached %d, written %d), output %d (reasoning %d)"
              .formatted(input, cachedInput, cacheWrite, output, reasoning));
    }
  }

  /** Whether counts may be believed; ask before constructing from what a provider reports. */
  public static boolean plausible(
      long input, long output, long cachedInput, long cacheWrite, long reasoning) {
    return inRange(input)
        && inRange(output)
        && inRange(cachedInput)
        && inRange(cacheWrite)
        && inRange(reasoning)
        && cachedInput + cacheWrite <= input
        && reasoning <= output;
  }

  /** What a provider reports; null where it cannot be believed. */
  public static @Nullable Tokens believed(
      long input, long output, long cachedInput, long cacheWrite, long reasoning) {
    return plausible(input, output, cachedInput, cacheWrite, reasoning)
        ? new Tokens(input, output, cachedInput, cacheWrite, reasoning, true)
        : null;
  }

  public static Tokens reported(long input, long output) {
    return new Tokens(input, output, 0, 0, 0, true);
  }

  public static Tokens estimated(long input, long output) {
    return new Tokens(input, output, 0, 0, 0, false);
  }

  public long total() {
    return input + output;
  }

  /** The sum of two attempts' counts; reported only when both were. */
  public Tokens plus(Tokens other) {
    return new Tokens(
        input + other.input,
        output + other.output,
        cachedInput + other.cachedInput,
        cacheWrite + other.cacheWrite,
        reasoning + other.reasoning,
        reported && other.reported);
  }

  private static boolean inRange(long count) {
    return count >= 0 && count <= MOST;
  }
}
