package dev.breakwater.gateway.simulation;

import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.provider.AnswerSink;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.gateway.provider.Outcome;

/** All upstreams of a simulated world. */
@FunctionalInterface
public interface SimulatedUpstream {
  /**
   * Takes a call on the thread of its exchange.
   *
   * @param waiter of that exchange, to let time pass with
   */
  Outcome take(Call call, Waiter waiter, AnswerSink sink);
}
