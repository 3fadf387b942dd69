package dev.breakwater.gateway.simulation;

import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.provider.AnswerSink;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.gateway.provider.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Upstreams that do what a test wrote down, the last line again and again. */
public final class ScriptedUpstream implements SimulatedUpstream {
  private final Map<String, Deque<SimulatedUpstream>> scripts = new HashMap<>();

  /** What the next calls to a target meet. */
  public ScriptedUpstream script(String target, SimulatedUpstream... steps) {
    scripts.put(target, new ArrayDeque<>(List.of(steps)));
    return this;
  }

  /** A call that ends at once. */
  public static SimulatedUpstream now(Supplier<Outcome> outcome) {
    return (call, waiter, sink) -> outcome.get();
  }

  /** A call that takes its time. */
  public static SimulatedUpstream after(Duration wait, Supplier<Outcome> outcome) {
    return (call, waiter, sink) -> Outcomes.after(wait, call, waiter, outcome);
  }

  @Override
  public Outcome take(Call call, Waiter waiter, AnswerSink sink) {
    Deque<SimulatedUpstream> script = scripts.get(call.target().toString());
    if (script == null || script.isEmpty()) {
      throw new AssertionError(call.target() + " was called, which the test did not expect");
    }
    SimulatedUpstream step = script.size() > 1 ? script.removeFirst() : script.getFirst();
    return step.take(call, waiter, sink);
  }
}
