package dev.breakwater.benchmarks;

import java.util.Locale;
import java.util.OptionalDouble;

/** What a figure of Breakwater has to reach. */
sealed interface Target {
  /** Nothing is asked: the figure is there to explain the others. */
  record None() implements Target {}

  /** At most so many times nginx's figure of the same run. */
  record RatioAtMost(double limit) implements Target {}

  /** At most so much, in the row's unit. */
  record AtMost(double limit) implements Target {}

  /** At least so much, in the row's unit. */
  record AtLeast(double limit) implements Target {}

  enum Verdict {
    /** Nothing was asked, or what is needed to judge was not measured. */
    OPEN,
    MET,
    MISSED
  }

  static Target none() {
    return new None();
  }

  static Target ratioAtMost(double limit) {
    return new RatioAtMost(limit);
  }

  static Target atMost(double limit) {
    return new AtMost(limit);
  }

  static Target atLeast(double limit) {
    return new AtLeast(limit);
  }

  default Verdict verdict(OptionalDouble value, OptionalDouble ratio) {
    return switch (this) {
      case None() -> Verdict.OPEN;
      case RatioAtMost(double limit) -> verdict(ratio, ratio.orElse(0) <= limit);
      case AtMost(double limit) -> verdict(value, value.orElse(0) <= limit);
      case AtLeast(double limit) -> verdict(value, value.orElse(0) >= limit);
    };
  }

  private static Verdict verdict(OptionalDouble figure, boolean met) {
    return figure.isEmpty() ? Verdict.OPEN : met ? Verdict.MET : Verdict.MISSED;
  }

  /** The target in words for the table; empty when there is none. */
  default String words() {
    return switch (this) {
      case None() -> "";
      case RatioAtMost(double limit) -> String.format(Locale.ROOT, "≤ %.1f ×", limit);
      case AtMost(double limit) -> "≤ " + Row.number(limit);
      case AtLeast(double limit) -> "≥ " + Row.number(limit);
    };
  }
}
