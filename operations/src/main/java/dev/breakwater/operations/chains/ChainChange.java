package dev.breakwater.operations.chains;

import dev.breakwater.gateway.settings.Answering.BrokenStream;
import dev.breakwater.gateway.settings.Answering.OnContentPolicy;
import dev.breakwater.gateway.settings.Answering.WholeAnswers;
import dev.breakwater.gateway.settings.Choice.Affinity;
import dev.breakwater.gateway.settings.Choice.Strategy;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants a chain to be; null leaves a value as it is.
 *
 * @param fallbackProviders whole, an empty list makes a chain of one
 */
public record ChainChange(
    Primary primary,
    @Nullable List<Fallback> fallbackProviders,
    Repeats repeats,
    Circuit circuit,
    Times timeouts,
    Answers answers,
    Order order) {

  /** Changes nothing. */
  public static final ChainChange NONE =
      new ChainChange(
          new Primary(null, null, null),
          null,
          new Repeats(null, null, null),
          new Circuit(null, null),
          new Times(null, null, null, null, null),
          new Answers(null, null, null, null),
          new Order(null, null));

  /** The first target. */
  public record Primary(@Nullable String provider, @Nullable String model, @Nullable Long weight) {}

  /**
   * @param priority null takes the place in the list, from 1
   * @param weight null is 1
   */
  public record Fallback(
      @Nullable String provider,
      @Nullable String model,
      @Nullable Long priority,
      @Nullable Long weight) {}

  /** How often one target is asked again. */
  public record Repeats(
      @Nullable Long maxRetries,
      @Nullable Duration retryDelay,
      @Nullable Duration retryAfterWait) {}

  /** When a target is kept from being called. */
  public record Circuit(@Nullable Long threshold, @Nullable Duration resetTime) {}

  /** How long is waited for what. */
  public record Times(
      @Nullable Duration connect,
      @Nullable Duration firstByte,
      @Nullable Duration idle,
      @Nullable Duration attempt,
      @Nullable Duration total) {}

  /** What happens while an answer comes, and when it breaks off. */
  public record Answers(
      @Nullable WholeAnswers wholeAnswers,
      @Nullable BrokenStream brokenStream,
      @Nullable OnContentPolicy onContentPolicy,
      @Nullable Hedge hedge) {}

  /** Whether a second call is made beside one that is slow to begin. */
  public sealed interface Hedge {
    /** Never. */
    record Off() implements Hedge {}

    /**
     * @param costShare null keeps the share, or takes the usual one
     */
    record AfterP95(@Nullable Double costShare) implements Hedge {}
  }

  /** Which of several equal targets comes first. */
  public record Order(@Nullable Strategy strategy, @Nullable Affinity affinity) {}

  public ChainChange {
    fallbackProviders = fallbackProviders == null ? null : List.copyOf(fallbackProviders);
  }

  public ChainChange with(Primary other) {
    return new ChainChange(other, fallbackProviders, repeats, circuit, timeouts, answers, order);
  }

  public ChainChange with(List<Fallback> others) {
    return new ChainChange(primary, others, repeats, circuit, timeouts, answers, order);
  }

  public ChainChange with(Repeats other) {
    return new ChainChange(primary, fallbackProviders, other, circuit, timeouts, answers, order);
  }

  public ChainChange with(Circuit other) {
    return new ChainChange(primary, fallbackProviders, repeats, other, timeouts, answers, order);
  }

  public ChainChange with(Times other) {
    return new ChainChange(primary, fallbackProviders, repeats, circuit, other, answers, order);
  }

  public ChainChange with(Answers other) {
    return new ChainChange(primary, fallbackProviders, repeats, circuit, timeouts, other, order);
  }

  public ChainChange with(Order other) {
    return new ChainChange(primary, fallbackProviders, repeats, circuit, timeouts, answers, other);
  }
}
