package dev.breakwater.gateway.recording;

import java.time.Duration;

/**
 * What of bodies is kept.
 *
 * @param mostBytes of a question and of an answer each; what is longer is kept up to there
 * @param retention how long it is kept
 */
public record RecordingSettings(Bodies bodies, int mostBytes, Duration retention) {
  public static final RecordingSettings DEFAULT =
      new RecordingSettings(Bodies.OFF, 64 * 1024, Duration.ofDays(7));

  /** Whose bodies are kept. */
  public enum Bodies {
    OFF,
    /** Those of requests that were not answered. */
    FAILURES,
    ALL
  }
}
