package dev.breakwater.gateway.count;

import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.gateway.attempt.AttemptLog;
import dev.breakwater.gateway.attempt.AttemptRequest;
import dev.breakwater.gateway.attempt.Conclusion;
import dev.breakwater.gateway.attempt.Conclusion.End;
import dev.breakwater.gateway.concurrent.Deadline;
import dev.breakwater.gateway.concurrent.HeavyWork;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.exchange.Arrival;
import dev.breakwater.gateway.exchange.Services;
import dev.breakwater.gateway.provider.AnswerSink;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.gateway.provider.Outcome;
import dev.breakwater.gateway.rejection.Rejection;
import dev.breakwater.gateway.route.RoutePlan;
import dev.breakwater.wire.bridge.CountAsk;
import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Problem.Kind;
import dev.breakwater.wire.format.Header;
import dev.breakwater.wire.json.MalformedBody;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One question how many tokens a prompt has: put to the target that would answer the prompt, and
 * where that has no such question, or does not answer it, counted here. Costs nothing, so that it
 * stands in no ledger; other targets are not asked, for their models count otherwise.
 */
public final class CountExchange implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(CountExchange.class);

  private final Services services;
  private final TokenCounter counter;
  private final Arrival arrival;
  private final Client client;
  private final Waiter waiter;

  /** Who asked. */
  public interface Client {
    /**
     * Reads the question; empty when the client leaves before.
     *
     * @throws Rejection when it cannot be read
     */
    Optional<CountAsk> ask();

    void answered(byte[] body);

    void rejected(Rejection rejection);
  }

  public CountExchange(
      Services services, TokenCounter counter, Arrival arrival, Client client, Waiter waiter) {
    this.services = services;
    this.counter = counter;
    this.arrival = arrival;
    this.client = client;
    this.waiter = waiter;
  }

  @Override
  public void run() {
    try {
      serve();
    } catch (Rejection rejection) {
      client.rejected(rejection);
    } catch (RuntimeException | Error e) {
      LOG.error("count {} failed inside Breakwater", arrival.requestId(), e);
      client.rejected(
          Rejection.of(
              Problem.of(
                  Kind.INTERNAL,
                  500,
                  "Breakwater failed on this request; its log says why under "
                      + arrival.requestId()
                      + ".")));
    } finally {
      waiter.close();
    }
  }

  private void serve() {
    VirtualKey caller =
        services
            .access()
            .caller(arrival.credentials(), arrival.address(), VirtualKey.Scope.INFERENCE);
    Optional<CountAsk> asked = client.ask();
    if (asked.isEmpty()) {
      return;
    }
    CountAsk ask = asked.get();
    RoutePlan all =
        services
            .routing()
            .of(caller.tenant())
            .plan(ask.model(), caller.environment(), caller.allowance());
    RoutePlan plan =
        services.chooser().choose(all, ask, caller, arrival.session()).withoutFallbacks();
    Conclusion conclusion =
        services
            .attempts()
            .run(
                new AttemptRequest(
                    plan, ask, arrival.passOn(), deadline(plan), NOWHERE, UNRECORDED, waiter));
    switch (conclusion.end()) {
      case End.Answered answered -> client.answered(answered.answer().body());
      case End.Refused refused -> throw Rejection.of(refused.refusal().rejected().problem());
      case End.Abandoned abandoned -> {}
      case End.Broken broken -> countHere(ask, plan);
      case End.NobodyAnswered nobody -> countHere(ask, plan);
      case End.OutOfTime late -> countHere(ask, plan);
      case End.Inexpressible inexpressible -> countHere(ask, plan);
      case End.NotRecordable full -> countHere(ask, plan);
    }
  }

  private void countHere(CountAsk ask, RoutePlan plan) {
    String model = plan.primary().target().model();
    Conversation conversation = conversation(ask);
    // Always on a thread of its own: the first count of all loads a vocabulary.
    Supplier<Long> count = () -> counter.count(model, conversation);
    client.answered(ask.answer(services.heavyWork().await(HeavyWork.LARGE + 1, count::get)));
  }

  private static Conversation conversation(CountAsk ask) {
    try {
      return ask.conversation();
    } catch (MalformedBody e) {
      throw Rejection.of(
          Problem.of(Kind.INVALID_REQUEST, 400, String.valueOf(e.getMessage())).at(e.field()));
    }
  }

  private Deadline deadline(RoutePlan plan) {
    Duration total = plan.settings().timeouts().attempt();
    Duration shorter = arrival.timeout().filter(it -> it.compareTo(total) < 0).orElse(total);
    return new Deadline(arrival.arrivedNanos() + shorter.toNanos());
  }

  private static final AttemptLog UNRECORDED =
      new AttemptLog() {
        @Override
        public void began(Call call) {}

        @Override
        public void ended(Call call, Outcome outcome, Duration took) {}
      };

  /** Counts are not streamed. */
  private static final AnswerSink NOWHERE =
      new AnswerSink() {
        @Override
        public void commit(Call call, List<Header> headers) {
          throw new IllegalStateException("a count was streamed");
        }

        @Override
        public boolean send(byte[] events) {
          throw new IllegalStateException("a count was streamed");
        }
      };
}
