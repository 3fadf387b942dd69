package dev.breakwater.simulator.speech;

import java.util.List;

/**
 * Where a client wants an answer to end at the latest.
 *
 * @param maxTokens most tokens, 1 and up; {@link Integer#MAX_VALUE} for no limit
 * @param stops texts that end the answer before them; none of them is empty
 */
public record Limits(int maxTokens, List<String> stops) {
  public static final Limits NONE = new Limits(Integer.MAX_VALUE, List.of());

  public Limits {
    stops = stops.stream().filter(stop -> !stop.isEmpty()).toList();
  }
}
