package dev.breakwater.server.config;

import dev.breakwater.gateway.settings.Answering;
import dev.breakwater.gateway.settings.Answering.OnContentPolicy;
import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.settings.CircuitSettings;
import dev.breakwater.gateway.settings.Retries;
import dev.breakwater.gateway.settings.Timeouts;
import java.time.Duration;

/** Reads what chains and routes say about how their targets are tried. */
final class AttemptKeys {

  private static final Duration INSTANT = Duration.ofMillis(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  private AttemptKeys() {}

  /**
   * @param inherited what is left out
   */
  static AttemptSettings read(Section section, AttemptSettings inherited) {
    section.refuse("brokenStream", "fail");
    section.refuse("hedge", "off");
    section.refuse("strategy", "priority");
    section.refuse("wholeAnswers", "plain");
    section.refuse("affinity", "off");
    section.refuse("guardrails");
    section.refuse("tenant", "default");
    return new AttemptSettings(
        retries(section, inherited.retries()),
        circuit(section, inherited.circuit()),
        timeouts(section.section("timeouts"), inherited.timeouts()),
        answering(section, inherited.answering()),
        inherited.choice());
  }

  private static Retries retries(Section section, Retries inherited) {
    return new Retries(
        section.integer("maxRetries", inherited.maxRetries(), 0, 20),
        section.duration("retryDelay", inherited.retryDelay(), Duration.ZERO, MINUTE),
        section.duration("retryAfterWait", inherited.retryAfterWait(), Duration.ZERO, HOUR));
  }

  private static CircuitSettings circuit(Section section, CircuitSettings inherited) {
    return new CircuitSettings(
        section.integer("circuitBreakerThreshold", inherited.threshold(), 1, 1_000),
        section.duration("circuitBreakerResetTime", inherited.resetTime(), INSTANT, HOUR));
  }

  private static Answering answering(Section section, Answering inherited) {
    return inherited.with(
        section.choice("onContentPolicy", OnContentPolicy.class, inherited.onContentPolicy()));
  }

  private static Timeouts timeouts(Section section, Timeouts inherited) {
    Duration total = section.duration("total", inherited.total(), INSTANT, DAY);
    Timeouts timeouts =
        new Timeouts(
            within(section, "connect", inherited.connect(), MINUTE, total),
            within(section, "firstByte", inherited.firstByte(), HOUR, total),
            within(section, "idle", inherited.idle(), HOUR, total),
            within(section, "attempt", inherited.attempt(), HOUR, total),
            total);
    section.close();
    return timeouts;
  }

  /** What is left out shrinks to the total; what is written must not contradict it. */
  private static Duration within(
      Section section, String key, Duration inherited, Duration most, Duration total) {
    Duration fallback = inherited.compareTo(total) > 0 ? total : inherited;
    Duration read = section.duration(key, fallback, INSTANT, most);
    if (read.compareTo(total) > 0) {
      section.problem(
          key,
          Quantities.show(read)
              + " is longer than timeouts.total, "
              + Quantities.show(total)
              + ", and could never be reached; shorten it or lengthen total");
    }
    return read;
  }
}
