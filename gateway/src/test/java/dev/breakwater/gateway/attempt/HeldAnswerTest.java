package dev.breakwater.gateway.attempt;

import static dev.breakwater.gateway.simulation.Plans.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.attempt.Conclusion.End;
import dev.breakwater.gateway.provider.AnswerSink;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.gateway.route.RoutePlan;
import dev.breakwater.gateway.settings.Answering.BrokenStream;
import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.simulation.AttemptWorld;
import dev.breakwater.gateway.simulation.Outcomes;
import dev.breakwater.gateway.simulation.Plans;
import dev.breakwater.gateway.simulation.ScriptedUpstream;
import dev.breakwater.gateway.simulation.SimulatedRequest;
import dev.breakwater.wire.format.Header;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A chain that sends nothing before the answer is whole. */
class HeldAnswerTest {
  private static final int MEGABYTE = 1024 * 1024;

  private final ScriptedUpstream upstream = new ScriptedUpstream();
  private final AttemptWorld world = new AttemptWorld(1, upstream);

  @Test
  void aStreamThatBreaksWhileItIsHeldStartsAgainAtTheNextTarget() {
    upstream.script("a/m", (call, waiter, sink) -> Outcomes.cut(call, sink));
    upstream.script("b/m", (call, waiter, sink) -> Outcomes.streamed(call, sink));
    SimulatedRequest request = world.answer(held());
    assertThat(request.end()).isInstanceOf(End.Answered.class);
    assertThat(request.called()).containsExactly("a/m", "b/m");
    assertThat(request.committed()).isTrue();
    assertThat(world.healths().of(Plans.candidate("a/m").target()).figures().errors()).isOne();
  }

  @Test
  void withoutHoldingTheSameStreamIsBroken() {
    upstream.script("a/m", (call, waiter, sink) -> Outcomes.cut(call, sink));
    assertThat(world.answer(plan(Plans.retries(0), "a/m", "b/m")).end())
        .isInstanceOf(End.Broken.class);
  }

  @Test
  void nothingIsSentOfAStreamThatBreaksEverywhere() {
    upstream.script("a/m", (call, waiter, sink) -> Outcomes.cut(call, sink));
    upstream.script("b/m", (call, waiter, sink) -> Outcomes.cut(call, sink));
    SimulatedRequest request = world.answer(held());
    assertThat(request.end()).isInstanceOf(End.NobodyAnswered.class);
    assertThat(request.committed()).isFalse();
  }

  @Test
  void whatIsHeldIsSentInItsOrderOnceItIsWhole() {
    Recording client = new Recording();
    upstream.script(
        "a/m",
        (call, waiter, sink) -> {
          HeldAnswer held = new HeldAnswer(client);
          held.commit(call, List.of());
          held.send(bytes(1, 10));
          held.send(bytes(2, 10));
          assertThat(client.log).isEmpty();
          assertThat(held.release()).isTrue();
          held.send(bytes(3, 10));
          return Outcomes.answered();
        });
    world.answer(plan("a/m"));
    assertThat(client.log).containsExactly("commit", "1", "2", "3");
  }

  @Test
  void anAnswerThatOutgrowsItsBoundIsSentAsItComes() {
    upstream.script(
        "a/m",
        (call, waiter, sink) -> {
          sink.commit(call, List.of());
          for (int part = 0; part < 17; part++) {
            sink.send(bytes(part, MEGABYTE));
          }
          return Outcomes.cut(call, sink);
        });
    SimulatedRequest request = world.answer(held());
    assertThat(request.end()).isInstanceOf(End.Broken.class);
    assertThat(request.committed()).isTrue();
  }

  private static RoutePlan held() {
    AttemptSettings settings = Plans.retries(0);
    return plan(settings.with(settings.answering().with(BrokenStream.HOLD)), "a/m", "b/m");
  }

  private static byte[] bytes(int first, int length) {
    byte[] bytes = new byte[length];
    bytes[0] = (byte) first;
    return bytes;
  }

  private static final class Recording implements AnswerSink {
    private final List<String> log = new ArrayList<>();

    @Override
    public void commit(Call call, List<Header> headers) {
      log.add("commit");
    }

    @Override
    public boolean send(byte[] events) {
      return log.add(String.valueOf(events[0]));
    }
  }
}
