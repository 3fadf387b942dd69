package dev.breakwater.gateway.exchange;

import dev.breakwater.gateway.attempt.Decision;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.usage.AttemptEnded;
import dev.breakwater.gateway.usage.RequestEnded;
import java.util.List;

/**
 * Counts in memory what requests do, for {@code /metrics}; never from replay. From every loop, on
 * the threads of requests: it must neither wait nor throw.
 */
public interface Meter {
  /** A request has come; {@link #left} follows once, whatever becomes of it. */
  default void arrived() {}

  /** It asks for a stream. */
  default void streams() {}

  /**
   * Nothing more comes of a request that has arrived.
   *
   * @param stream whether it asked for one
   */
  default void left(boolean stream) {}

  /**
   * How a request came by its answer, where it was not its first call that answered at once.
   *
   * @param steps in their order
   */
  default void decided(List<Decision> steps) {}

  /**
   * The cost of a request is unknown; once a request.
   *
   * @param target the first that it called whose price is unknown
   */
  default void unpriced(Target target) {}

  void ended(Target target, AttemptEnded attempt);

  void ended(RequestEnded request);
}
