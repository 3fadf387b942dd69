package dev.breakwater.wire.conversation;

/**
 * What some vendors tell of an answer's tokens beyond the counts that all have, because they bill
 * it at rates of its own. All parts are of counts in {@link Tokens}.
 *
 * @param cacheWriteHour the part of the cache writes that is kept for an hour instead of minutes
 * @param audioInput sound in the prompt, without what was read from a cache
 * @param audioOutput sound in the answer
 * @param imageOutput pictures in the answer
 * @param service how the provider served the request
 */
public record FinerTokens(
    long cacheWriteHour, long audioInput, long audioOutput, long imageOutput, Service service) {

  /** How a provider serves a request; each may have its price. */
  public enum Service {
    STANDARD,
    /** Gathered and answered within a day. */
    BATCH,
    /** Slower, for less. */
    FLEX,
    /** Faster, for more. */
    PRIORITY;

    /**
     * By the word that a vendor reports.
     *
     * @param word such as {@code flex}; one that is not known is the standard
     */
    public static Service of(String word) {
      return switch (word) {
        case "flex" -> FLEX;
        case "priority", "fast" -> PRIORITY;
        case "batch" -> BATCH;
        default -> STANDARD;
      };
    }
  }

  public static final FinerTokens NONE = new FinerTokens(0, 0, 0, 0, Service.STANDARD);

  /** Whether the counts may be believed by themselves. */
  boolean isPlausible() {
    return Tokens.inRange(cacheWriteHour)
        && Tokens.inRange(audioInput)
        && Tokens.inRange(audioOutput)
        && Tokens.inRange(imageOutput);
  }

  /**
   * The same, each count cut to what its whole leaves for it: vendors count sound that was cached
   * twice, and some count thoughts among pictures.
   */
  FinerTokens within(long freshInput, long cacheWrite, long plainOutput) {
    long sound = Math.min(audioOutput, plainOutput);
    FinerTokens cut =
        new FinerTokens(
            Math.min(cacheWriteHour, cacheWrite),
            Math.min(audioInput, freshInput),
            sound,
            Math.min(imageOutput, plainOutput - sound),
            service);
    return cut.equals(this) ? this : cut;
  }

  FinerTokens plus(FinerTokens other) {
    return new FinerTokens(
        cacheWriteHour + other.cacheWriteHour,
        audioInput + other.audioInput,
        audioOutput + other.audioOutput,
        imageOutput + other.imageOutput,
        service);
  }

  FinerTokens servedAs(Service how) {
    return new FinerTokens(cacheWriteHour, audioInput, audioOutput, imageOutput, how);
  }
}
