package dev.breakwater.gateway.settings;

/**
 * How a chain or route chooses among its targets and tries them.
 *
 * @param retries how often one target is asked again, and after what wait
 * @param circuit when a target is kept from being called
 * @param timeouts how long is waited for what
 * @param answering what happens while an answer comes, and when it breaks off
 * @param choice which of several equal targets comes first
 */
public record AttemptSettings(
    Retries retries,
    CircuitSettings circuit,
    Timeouts timeouts,
    Answering answering,
    Choice choice) {
  public static final AttemptSettings DEFAULT =
      new AttemptSettings(
          Retries.DEFAULT,
          CircuitSettings.DEFAULT,
          Timeouts.DEFAULT,
          Answering.DEFAULT,
          Choice.DEFAULT);

  public AttemptSettings with(Retries other) {
    return new AttemptSettings(other, circuit, timeouts, answering, choice);
  }

  public AttemptSettings with(CircuitSettings other) {
    return new AttemptSettings(retries, other, timeouts, answering, choice);
  }

  public AttemptSettings with(Timeouts other) {
    return new AttemptSettings(retries, circuit, other, answering, choice);
  }

  public AttemptSettings with(Answering other) {
    return new AttemptSettings(retries, circuit, timeouts, other, choice);
  }

  public AttemptSettings with(Choice other) {
    return new AttemptSettings(retries, circuit, timeouts, answering, other);
  }
}
