package dev.breakwater.gateway.provider;

import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.wire.bridge.Ask;

/** Speaks to one upstream. */
public interface Provider {
  /**
   * Puts a request into the upstream's words; calls nobody.
   *
   * @param model the target's model
   * @param waiter of the calling exchange, which a large body may make wait
   */
  Preparation prepare(Ask ask, String model, Waiter waiter);
}
