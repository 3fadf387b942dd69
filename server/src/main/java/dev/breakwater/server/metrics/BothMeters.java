package dev.breakwater.server.metrics;

import dev.breakwater.gateway.exchange.Meter;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.usage.AttemptEnded;
import dev.breakwater.gateway.usage.RequestEnded;

/** Tells two what requests do. */
public record BothMeters(Meter first, Meter second) implements Meter {
  @Override
  public void ended(Target target, AttemptEnded attempt) {
    first.ended(target, attempt);
    second.ended(target, attempt);
  }

  @Override
  public void ended(RequestEnded request) {
    first.ended(request);
    second.ended(request);
  }
}
