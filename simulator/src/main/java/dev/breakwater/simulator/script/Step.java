package dev.breakwater.simulator.script;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How a provider behaves for some calls; what is null or zero is as in health.
 *
 * @param when which calls it is for
 * @param strike what goes wrong
 * @param pace how slowly the answer comes
 * @param tokens output tokens of the answer before the client's limits, 1 and up
 * @param usage counts to report instead of the true ones
 * @param models names to list instead of the usual ones; null leaves them alone
 */
public record Step(
    When when,
    Strike strike,
    Pace pace,
    @Nullable Integer tokens,
    ForcedUsage usage,
    @Nullable List<String> models) {

  /** All in order. */
  public static final Step HEALTHY =
      new Step(When.ALWAYS, Strike.NONE, new Pace(0, 0), null, new ForcedUsage(null, null), null);

  /**
   * Which calls a step is for.
   *
   * @param times how many, then the next step; null for ever
   * @param share which part of them, 0 to 1, by a seeded draw; the others are healthy
   * @param fromMillis since the script was set
   * @param toMillis since the script was set, exclusive; null without end
   * @param model only this one; null any
   */
  public record When(
      @Nullable Integer times,
      double share,
      long fromMillis,
      @Nullable Long toMillis,
      @Nullable String model) {
    static final When ALWAYS = new When(null, 1, 0, null, null);
  }

  /**
   * What goes wrong.
   *
   * @param fault how it misbehaves
   * @param after chunks of content that are sent before
   * @param status HTTP status of an error, or of a page of HTML
   * @param headers set on the answer, over its own
   * @param body of an error; null for the vendor's own words
   */
  public record Strike(
      @Nullable Fault fault,
      @Nullable Integer after,
      @Nullable Integer status,
      Map<String, String> headers,
      @Nullable JsonNode body) {
    static final Strike NONE = new Strike(null, null, null, Map.of(), null);
  }

  /**
   * How slowly an answer comes, in milliseconds; a whole answer waits for as long as its stream
   * would take.
   *
   * @param firstToken from the request to the first content
   * @param betweenTokens from each piece of content to the next
   */
  public record Pace(long firstToken, long betweenTokens) {}

  /** Token counts to report instead of the true ones; null leaves one alone. */
  public record ForcedUsage(@Nullable Long inputTokens, @Nullable Long outputTokens) {}

  public boolean has(Fault fault) {
    return strike.fault == fault;
  }

  /** Chunks of content before the fault; 0 when the script names none. */
  public int after() {
    return strike.after == null ? 0 : strike.after;
  }
}
