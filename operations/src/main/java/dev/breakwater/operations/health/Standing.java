package dev.breakwater.operations.health;

/**
 * What has been concluded from one check after the other.
 *
 * @param healthy as announced
 * @param failures failed checks in a row, up to the last one
 * @param successes good checks in a row, up to the last one
 */
record Standing(boolean healthy, int failures, int successes) {
  /** Nothing is known, so nothing is held against it. */
  static final Standing UNKNOWN = new Standing(true, 0, 0);

  Standing failed(HealthSettings settings) {
    int now = failures + 1;
    return new Standing(healthy && now < settings.unhealthyAfter(), now, 0);
  }

  Standing passed(HealthSettings settings) {
    int now = successes == Integer.MAX_VALUE ? successes : successes + 1;
    return new Standing(healthy || now >= settings.healthyAfter(), 0, now);
  }

  /** Whether the last check failed, or none has passed since it was announced unhealthy. */
  boolean isDown() {
    return failures > 0 || (!healthy && successes == 0);
  }

  /** Whether one more failure would be announced. */
  boolean isAtTheEdge(HealthSettings settings) {
    return healthy && failures + 1 >= settings.unhealthyAfter();
  }
}
