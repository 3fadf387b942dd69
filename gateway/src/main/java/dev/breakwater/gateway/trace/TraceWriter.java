package dev.breakwater.gateway.trace;

import dev.breakwater.gateway.settings.Target;
import java.nio.charset.StandardCharsets;

/**
 * Writes the trace of one request that was not answered at once. Steps that find no room any more
 * are counted only: what came first explains the most.
 */
public final class TraceWriter {
  /** Bytes for the count of steps left out and for the attempt that answered. */
  private static final int LAST_LINES = 32;

  private final PlanText plan;
  private final StringBuilder text;
  private final StringBuilder line = new StringBuilder();
  private int room;
  private int leftOut;

  public TraceWriter(PlanText plan) {
    this.plan = plan;
    this.text = new StringBuilder(plan.text());
    this.room =
        KeptTrace.LARGEST - LAST_LINES - plan.text().getBytes(StandardCharsets.UTF_8).length;
  }

  /**
   * @param attempt its number, from 1
   * @param circuit the circuit's state that let the call pass, one lower-case word
   * @param kind what made us call, one lower-case word
   */
  public TraceWriter called(Target target, int attempt, String circuit, String kind) {
    begin(Notation.CALLED, target);
    line.append('\t').append(attempt).append('\t').append(circuit).append('\t').append(kind);
    return end();
  }

  /**
   * @param reason one lower-case word
   * @param untilMillis for how long, 0 where time is not the reason
   */
  public TraceWriter skipped(Target target, String reason, long untilMillis) {
    begin(Notation.SKIPPED, target);
    line.append('\t').append(reason).append('\t').append(untilMillis);
    return end();
  }

  public TraceWriter waited(Target target, long millis) {
    begin(Notation.WAITED, target);
    line.append('\t').append(millis);
    return end();
  }

  /**
   * @param answered the number of the attempt that answered, 0 when none did
   */
  public KeptTrace done(int answered) {
    if (leftOut > 0) {
      text.append(Notation.MORE).append('\t').append(leftOut).append('\n');
    }
    if (answered > 0) {
      text.append(Notation.ANSWERED).append('\t').append(answered).append('\n');
    }
    return KeptTrace.of(text.toString());
  }

  private void begin(String what, Target target) {
    line.setLength(0);
    line.append(what).append('\t');
    int place = plan.placeOf(target);
    if (place < 0) {
      Notation.target(line.append(Notation.UNLISTED), target);
    } else {
      line.append(place);
    }
  }

  private TraceWriter end() {
    String step = line.append('\n').toString();
    int length = step.getBytes(StandardCharsets.UTF_8).length;
    if (leftOut > 0 || length > room) {
      leftOut++;
    } else {
      room -= length;
      text.append(step);
    }
    return this;
  }
}
