package dev.breakwater.server.metrics;

import dev.breakwater.gateway.attempt.Decision;
import dev.breakwater.gateway.exchange.Meter;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.usage.AttemptEnded;
import dev.breakwater.gateway.usage.RequestEnded;
import java.util.List;

/** Tells two what requests do. */
public record BothMeters(Meter first, Meter second) implements Meter {
  @Override
  public void arrived() {
    first.arrived();
    second.arrived();
  }

  @Override
  public void streams() {
    first.streams();
    second.streams();
  }

  @Override
  public void left(boolean stream) {
    first.left(stream);
    second.left(stream);
  }

  @Override
  public void decided(List<Decision> steps) {
    first.decided(steps);
    second.decided(steps);
  }

  @Override
  public void unpriced(Target target) {
    first.unpriced(target);
    second.unpriced(target);
  }

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
