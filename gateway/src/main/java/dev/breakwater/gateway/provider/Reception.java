package dev.breakwater.gateway.provider;

import dev.breakwater.wire.bridge.Bridge;
import dev.breakwater.wire.bridge.SeamlessAnswer;
import dev.breakwater.wire.format.Prefill;
import org.jspecify.annotations.Nullable;

/** How the answer to a call is received. One a prepared call. */
sealed interface Reception {
  /** Whether the provider is asked for a stream. */
  boolean isStream();

  /** Whether the provider is told what another has said already. */
  default boolean continues() {
    return false;
  }

  /** Who gets the stream of one attempt. */
  Outlet outlet(Call call, AnswerSink sink);

  /** As the client asked. */
  record Plain(Bridge bridge, boolean isStream) implements Reception {
    @Override
    public Outlet outlet(Call call, AnswerSink sink) {
      return new ClientOutlet(call, sink, bridge.stream(call.ask()));
    }
  }

  /** As a stream that becomes a whole answer. */
  record Gathered(Bridge bridge) implements Reception {
    @Override
    public boolean isStream() {
      return true;
    }

    @Override
    public Outlet outlet(Call call, AnswerSink sink) {
      return new GatheringOutlet(call, bridge);
    }
  }

  /**
   * As a part of a stream that may outlive its target.
   *
   * @param prefill how the target was told to go on; null where it begins
   */
  record Seamless(
      Bridge bridge, Resumption resumption, SeamlessAnswer answer, @Nullable Prefill prefill)
      implements Reception {
    @Override
    public boolean isStream() {
      return true;
    }

    @Override
    public boolean continues() {
      return prefill != null;
    }

    @Override
    public Outlet outlet(Call call, AnswerSink sink) {
      return new SeamlessOutlet(
          call,
          sink,
          resumption,
          prefill == null ? answer.beginning(bridge) : answer.continuation(bridge, prefill));
    }
  }
}
