package dev.breakwater.gateway.attempt;

import dev.breakwater.gateway.settings.Target;
import dev.breakwater.wire.bridge.Ask;
import java.util.OptionalLong;

/** What a request is expected to cost somewhere, before anybody is asked. */
@FunctionalInterface
public interface ExpectedCost {
  /** In nano-dollars; empty where the price is unknown. */
  OptionalLong nanos(Ask ask, Target target);
}
