package dev.breakwater.gateway.simulation;

import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.provider.AnswerSink;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.gateway.provider.Outcome;
import dev.breakwater.gateway.provider.Preparation;
import dev.breakwater.gateway.provider.PreparedCall;
import dev.breakwater.gateway.provider.Provider;
import dev.breakwater.wire.bridge.Ask;
import java.util.List;
import java.util.function.BiFunction;

/** A provider that has words for everything. */
public record Fluent(BiFunction<Call, AnswerSink, Outcome> attempts)
    implements Provider, PreparedCall {
  @Override
  public Preparation prepare(Ask ask, String model, Waiter waiter) {
    return new Preparation.Ready(this);
  }

  @Override
  public List<String> dropped() {
    return List.of();
  }

  @Override
  public Outcome attempt(Call call, AnswerSink sink) {
    return attempts.apply(call, sink);
  }
}
