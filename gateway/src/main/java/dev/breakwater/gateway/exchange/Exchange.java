package dev.breakwater.gateway.exchange;

import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.gateway.attempt.AttemptRequest;
import dev.breakwater.gateway.attempt.Conclusion;
import dev.breakwater.gateway.attempt.Conclusion.End;
import dev.breakwater.gateway.concurrent.Deadline;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.provider.Fault;
import dev.breakwater.gateway.provider.Refusal;
import dev.breakwater.gateway.rejection.Rejection;
import dev.breakwater.gateway.route.RoutePlan;
import dev.breakwater.gateway.route.RoutingTable;
import dev.breakwater.gateway.usage.Status;
import dev.breakwater.wire.bridge.Ask;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Problem.Kind;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request from key to ledger. START HERE.
 *
 * <p>Runs on a virtual thread of its own that the client's event loop carries: straight-line code
 * that may wait, but must not hold its carrier.
 */
public final class Exchange implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
  private static final Duration RETRY_WHEN_RECORDABLE = Duration.ofSeconds(5);

  private static final Duration RETRY_WHEN_ENABLED = Duration.ofSeconds(60);

  private final Services services;
  private final Arrival arrival;
  private final Client client;
  private final Waiter waiter;
  private final UsageRecorder usage;

  public Exchange(Services services, Arrival arrival, Client client, Waiter waiter) {
    this.services = services;
    this.arrival = arrival;
    this.client = services.recording().listen(arrival, client);
    this.waiter = waiter;
    this.usage =
        new UsageRecorder(arrival, waiter, services.log(), services.meter(), services.prices());
  }

  @Override
  public void run() {
    services.meter().arrived();
    try {
      serve();
    } catch (Rejection rejection) {
      reject(rejection, 0, Optional.empty());
    } catch (RuntimeException | Error e) {
      // An error of the machine too: whoever waits for an answer must not wait for ever.
      LOG.error("request {} failed inside Breakwater", arrival.requestId(), e);
      reject(Rejection.of(internalError()), 0, Optional.empty());
    } finally {
      services.meter().left(usage.isStream());
      waiter.close();
    }
  }

  private void serve() {
    VirtualKey caller =
        services
            .access()
            .caller(arrival.credentials(), arrival.address(), VirtualKey.Scope.INFERENCE);
    usage.caller(caller);
    if (!services.generation().getAsBoolean()) {
      refuseForNow(generationDisabled());
      return;
    }
    Optional<Ask> asked = client.ask(caller);
    if (asked.isEmpty()) {
      usage.ended(Status.CANCELLED, 0, Optional.empty());
      return;
    }
    Ask ask = asked.get();
    usage.asks(askedModel(ask), ask.stream());
    RoutePlan plan = plan(ask, caller);
    usage.plan(plan);
    Conclusion conclusion = services.attempts().run(attemptRequest(plan, ask));
    usage.decided(conclusion.trace());
    conclude(conclusion);
  }

  private AttemptRequest attemptRequest(RoutePlan plan, Ask ask) {
    return new AttemptRequest(
        plan, ask, arrival.passOn(), deadline(plan), client.sink(), usage, waiter);
  }

  private RoutePlan plan(Ask ask, VirtualKey caller) {
    RoutePlan plan =
        services
            .routing()
            .of(caller.tenant())
            .plan(ask.model(), caller.environment(), caller.allowance(), ask.isConversation());
    // Vectors of two models cannot be compared, so that no other model may stand in.
    RoutePlan allowed = ask.isConversation() ? plan : plan.ofOneModel();
    RoutePlan chosen = services.chooser().choose(allowed, ask, caller, arrival.session());
    return arrival.fallback() ? chosen : chosen.withoutFallbacks();
  }

  private Deadline deadline(RoutePlan plan) {
    Duration total = plan.settings().timeouts().total();
    Duration shorter = arrival.timeout().filter(it -> it.compareTo(total) < 0).orElse(total);
    return new Deadline(arrival.arrivedNanos() + shorter.toNanos());
  }

  private void conclude(Conclusion conclusion) {
    int attempts = conclusion.attempts();
    Optional<Fault> fault = conclusion.firstFault();
    switch (conclusion.end()) {
      case End.Answered answered -> {
        client.answered(answered.call(), answered.answer(), usage.costNanos());
        usage.ended(Status.SUCCESS, 200, fault);
      }
      case End.Refused refused -> {
        Refusal.Rejected rejected = refused.refusal().rejected();
        client.refused(refused.call(), rejected);
        usage.ended(
            Status.REJECTED,
            rejected.status(),
            Optional.empty(),
            UsageRecorder.REFUSED,
            rejected.problem().message());
      }
      case End.Broken broken -> {
        client.brokenOff();
        usage.ended(Status.ERROR, 200, Optional.of(broken.fault()));
      }
      case End.Abandoned abandoned -> usage.ended(Status.CANCELLED, 0, fault);
      case End.NobodyAnswered nobody -> reject(nobodyAnswered(nobody, fault), attempts, fault);
      case End.OutOfTime late -> reject(Rejection.of(outOfTime(fault)), attempts, fault);
      case End.Inexpressible inexpressible ->
          reject(Rejection.of(inexpressible.problem()), attempts, fault);
      case End.NotRecordable full -> reject(notRecordable(full), attempts, fault);
    }
  }

  /** An operator's wish is nobody's failure. */
  private void refuseForNow(Rejection rejection) {
    Problem problem = rejection.problem();
    client.rejected(rejection, 0);
    usage.ended(
        Status.REJECTED, problem.status(), Optional.empty(), errorType(problem), problem.message());
  }

  private void reject(Rejection rejection, int attempts, Optional<Fault> fault) {
    Problem problem = rejection.problem();
    client.rejected(rejection, attempts);
    boolean ours = problem.status() >= 500 || attempts > 0;
    usage.ended(
        ours ? Status.ERROR : Status.REJECTED,
        problem.status(),
        fault,
        errorType(problem),
        problem.message());
  }

  private static String errorType(Problem problem) {
    String code = problem.code();
    return code == null ? problem.kind().name().toLowerCase(Locale.ROOT) : code;
  }

  private static Rejection nobodyAnswered(End.NobodyAnswered nobody, Optional<Fault> fault) {
    String reason = fault.map(it -> " First failure: " + it.message()).orElse("");
    Problem problem =
        nobody.throttled()
            ? Problem.of(
                    Kind.RATE_LIMITED,
                    429,
                    "Every provider of this chain is limiting our rate; try again later." + reason)
                .coded("providers_throttled")
            : Problem.of(
                    Kind.UNAVAILABLE,
                    503,
                    "No provider of this chain could answer; try again later." + reason)
                .coded("no_provider_available");
    return Rejection.retryLater(problem, nobody.retryAfter());
  }

  private static Problem outOfTime(Optional<Fault> fault) {
    return Problem.of(
            Kind.TIMEOUT,
            504,
            "No provider answered within the time that this request has in all."
                + fault.map(it -> " First failure: " + it.message()).orElse(""))
        .coded("timeout");
  }

  private static Rejection notRecordable(End.NotRecordable full) {
    return Rejection.retryLater(
        Problem.of(
                Kind.UNAVAILABLE,
                503,
                "Breakwater cannot record usage now and so takes no billable work: "
                    + full.reason())
            .coded("journal_full"),
        RETRY_WHEN_RECORDABLE);
  }

  private static Rejection generationDisabled() {
    return Rejection.retryLater(
        Problem.of(
                Kind.UNAVAILABLE,
                503,
                "Calls to models are switched off here by the flag LLM_EVENTS_ENABLED; an operator"
                    + " can switch them on again.")
            .coded("generation_disabled"),
        RETRY_WHEN_ENABLED);
  }

  private static Problem internalError() {
    return Problem.of(
            Kind.INTERNAL, 500, "Breakwater failed; its log tells more under this request's id.")
        .coded("internal_error");
  }

  private static String askedModel(Ask ask) {
    @Nullable String model = ask.model();
    return model == null || model.isEmpty() ? RoutingTable.AUTO : model;
  }
}
