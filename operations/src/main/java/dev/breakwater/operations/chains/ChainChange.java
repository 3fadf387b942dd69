package dev.breakwater.operations.chains;

import dev.breakwater.gateway.settings.Answering.OnContentPolicy;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants a chain to be; null leaves a value as it is.
 *
 * @param fallbackProviders whole, an empty list makes a chain of one
 */
public record ChainChange(
    @Nullable String primaryProvider,
    @Nullable String primaryModel,
    @Nullable List<Fallback> fallbackProviders,
    @Nullable Long maxRetries,
    @Nullable Duration retryDelay,
    @Nullable Long circuitBreakerThreshold,
    @Nullable Duration circuitBreakerResetTime,
    @Nullable Duration retryAfterWait,
    @Nullable OnContentPolicy onContentPolicy,
    Times timeouts) {

  /** Changes nothing. */
  public static final ChainChange NONE =
      new ChainChange(null, null, null, null, null, null, null, null, null, Times.NONE);

  /**
   * @param priority null takes the place in the list, from 1
   */
  public record Fallback(
      @Nullable String provider, @Nullable String model, @Nullable Long priority) {}

  /** Time-outs to change; null leaves one as it is. */
  public record Times(
      @Nullable Duration connect,
      @Nullable Duration firstByte,
      @Nullable Duration idle,
      @Nullable Duration attempt,
      @Nullable Duration total) {
    public static final Times NONE = new Times(null, null, null, null, null);
  }

  public ChainChange {
    fallbackProviders = fallbackProviders == null ? null : List.copyOf(fallbackProviders);
  }
}
