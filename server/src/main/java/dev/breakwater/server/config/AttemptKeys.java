package dev.breakwater.server.config;

import dev.breakwater.gateway.settings.Answering;
import dev.breakwater.gateway.settings.Answering.BrokenStream;
import dev.breakwater.gateway.settings.Answering.OnContentPolicy;
import dev.breakwater.gateway.settings.Answering.WholeAnswers;
import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.settings.Choice;
import dev.breakwater.gateway.settings.Choice.Affinity;
import dev.breakwater.gateway.settings.Choice.Strategy;
import dev.breakwater.gateway.settings.CircuitSettings;
import dev.breakwater.gateway.settings.Hedging;
import dev.breakwater.gateway.settings.Retries;
import dev.breakwater.gateway.settings.Timeouts;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** Reads what chains and routes say about how their targets are tried. */
final class AttemptKeys {
  private static final String HEDGE = "hedge";
  private static final String OFF = "off";

  private static final Duration INSTANT = Duration.ofMillis(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  private AttemptKeys() {}

  /**
   * @param inherited what is left out
   */
  static AttemptSettings read(Section section, AttemptSettings inherited) {
    section.refuse("guardrails");
    section.refuse("tenant", "default");
    return new AttemptSettings(
        retries(section, inherited.retries()),
        circuit(section, inherited.circuit()),
        timeouts(section.section("timeouts"), inherited.timeouts()),
        answering(section, inherited.answering()),
        new Choice(
            section.choice("strategy", Strategy.class, inherited.choice().strategy()),
            section.choice("affinity", Affinity.class, inherited.choice().affinity())));
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
    return new Answering(
        section.choice("wholeAnswers", WholeAnswers.class, inherited.wholeAnswers()),
        section.choice("brokenStream", BrokenStream.class, inherited.brokenStream()),
        section.choice("onContentPolicy", OnContentPolicy.class, inherited.onContentPolicy()),
        hedging(section, inherited.hedging()));
  }

  private static Hedging hedging(Section section, Hedging inherited) {
    if (section.isSection(HEDGE)) {
      double usual =
          inherited instanceof Hedging.AfterP95 after
              ? after.costShare()
              : Hedging.AfterP95.USUAL_SHARE;
      return hedge(section.section(HEDGE), usual);
    }
    String word = section.text(HEDGE, show(inherited));
    if (!section.has(HEDGE)) {
      return inherited;
    }
    if (!word.equals(OFF)) {
      section.problem(
          HEDGE,
          "'" + word + "' is neither off nor a section such as {after: p95, costShare: 0.05}");
    }
    return new Hedging.Off();
  }

  private static Hedging hedge(Section section, double usual) {
    section.choice("after", List.of("p95"), "p95");
    String text = section.text("costShare", plain(usual));
    section.close();
    if (!text.matches("\\d{1,9}(\\.\\d{1,9})?")) {
      section.problem("costShare", "'" + text + "' is no share; write a number such as 0.05");
      return new Hedging.Off();
    }
    double share = Double.parseDouble(text);
    if (!(share > 0 && share <= 1)) {
      section.problem("costShare", text + " is out of range; above 0, at most 1");
      return new Hedging.Off();
    }
    return new Hedging.AfterP95(share);
  }

  private static String show(Hedging hedging) {
    return switch (hedging) {
      case Hedging.Off _ -> OFF;
      case Hedging.AfterP95 after -> "{after: p95, costShare: " + plain(after.costShare()) + "}";
    };
  }

  private static String plain(double number) {
    return BigDecimal.valueOf(number).toPlainString();
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
