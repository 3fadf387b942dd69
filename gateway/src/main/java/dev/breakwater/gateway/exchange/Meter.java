package dev.breakwater.gateway.exchange;

import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.usage.AttemptEnded;
import dev.breakwater.gateway.usage.RequestEnded;

/** Counts in memory what requests do, for {@code /metrics}; never from replay. From every loop. */
public interface Meter {
  void ended(Target target, AttemptEnded attempt);

  void ended(RequestEnded request);
}
