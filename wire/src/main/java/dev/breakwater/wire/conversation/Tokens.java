package dev.breakwater.wire.conversation;

import dev.breakwater.wire.conversation.FinerTokens.Service;
import org.jspecify.annotations.Nullable;

/**
 * Token counts of one answer, as the provider reported them or as we estimate them.
 *
 * @param input all tokens of the prompt, cached ones included
 * @param output all tokens of the answer, reasoning included
 * @param cachedInput the part of {@code input} that was read from the provider's cache
 * @param cacheWrite the part of {@code input} that was written to the provider's cache
 * @param reasoning the part of {@code output} that was spent on thinking
 * @param finer what only some vendors tell
 * @param reported whether the provider said so; false for an estimate
 */
public record Tokens(
    long input,
    long output,
    long cachedInput,
    long cacheWrite,
    long reasoning,
    FinerTokens finer,
    boolean reported) {

  /** No request comes near this many tokens; a larger count is a provider's mistake. */
  public static final long MOST = 1_000_000_000L;

  public static final Tokens NONE = new Tokens(0, 0, 0, 0, 0, false);

  /**
   * @throws IllegalArgumentException when a count is negative, larger than {@link #MOST}, or a part
   *     exceeds its whole
   */
  public Tokens {
    if (!plausible(input, output, cachedInput, cacheWrite, reasoning) || !finer.isPlausible()) {
      throw new IllegalArgumentException(
          "implausible token counts: input %d (cached %d, written %d), output %d (reasoning %d), %s"
              .formatted(input, cachedInput, cacheWrite, output, reasoning, finer));
    }
    finer = finer.within(input - cachedInput - cacheWrite, cacheWrite, output - reasoning);
  }

  /** Counts of which nothing finer is known. */
  public Tokens(
      long input,
      long output,
      long cachedInput,
      long cacheWrite,
      long reasoning,
      boolean reported) {
    this(input, output, cachedInput, cacheWrite, reasoning, FinerTokens.NONE, reported);
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
    return believed(input, output, cachedInput, cacheWrite, reasoning, FinerTokens.NONE);
  }

  /** As above, with what only some vendors tell. */
  public static @Nullable Tokens believed(
      long input,
      long output,
      long cachedInput,
      long cacheWrite,
      long reasoning,
      FinerTokens finer) {
    return plausible(input, output, cachedInput, cacheWrite, reasoning) && finer.isPlausible()
        ? new Tokens(input, output, cachedInput, cacheWrite, reasoning, finer, true)
        : null;
  }

  public static Tokens reported(long input, long output) {
    return new Tokens(input, output, 0, 0, 0, true);
  }

  public static Tokens estimated(long input, long output) {
    return new Tokens(input, output, 0, 0, 0, false);
  }

  /** The same counts, for a request that was served in another way. */
  public Tokens servedAs(Service how) {
    return how == finer.service()
        ? this
        : new Tokens(
            input, output, cachedInput, cacheWrite, reasoning, finer.servedAs(how), reported);
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
        finer.plus(other.finer),
        reported && other.reported);
  }

  static boolean inRange(long count) {
    return count >= 0 && count <= MOST;
  }
}
